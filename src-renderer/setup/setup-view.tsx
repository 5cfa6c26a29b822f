/**
 * Owns: the wizard as a view of its own: at the first run, when nothing is set up, and by its address later.
 * Promises: at the first run it never closes by itself; a key on paper takes its time.
 */
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { Gate, SERVICE_IDLE_MS } from '../service/gate.tsx';
import { useNavigation } from '../state/navigation.tsx';
import { useShown, useSnapshot } from '../state/screen.tsx';
import { SetupWizard } from './setup-wizard.tsx';

const NO_REPORTS = [] as const;

export function SetupView(): ReactNode {
  const { stage } = useSnapshot();
  const { view, back, open } = useNavigation();
  useShown(NO_REPORTS);
  // The wizard is this window's view from now on: it stays to its last step, when the agent already works.
  const stay = useEffectEvent(() => {
    if (view !== 'setup') open('setup');
  });
  useEffect(() => stay(), []);
  const leave = back ?? (() => open('full'));
  return (
    <Gate idleMs={stage === 'setup' ? null : SERVICE_IDLE_MS} onLeave={leave}>
      <SetupWizard onClose={stage === 'setup' ? null : leave} onDone={leave} />
    </Gate>
  );
}
