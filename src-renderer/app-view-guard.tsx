/**
 * Owns: a view that could not be drawn or loaded, for instance after an update of the program under an open page.
 * Promises: the till's screen never stays blank: the page starts anew by itself.
 */
import { Component, type ReactNode } from 'react';

const RELOAD_AFTER_MS = 10_000;

interface Props {
  readonly reload: () => void;
  readonly children: ReactNode;
}

interface State {
  readonly failed: boolean;
}

export class ViewGuard extends Component<Props, State> {
  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override state: State = { failed: false };

  override componentDidCatch(): void {
    setTimeout(this.props.reload, RELOAD_AFTER_MS);
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
