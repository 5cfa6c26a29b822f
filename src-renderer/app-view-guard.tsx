/**
 * Owns: a view that could not be drawn or loaded, for instance after an update of the program under an open page.
 * Promises: the till's screen never stays blank: it says so at once, and the page starts anew by itself.
 * Refuses to know: snapshot, look and contexts, any of which may be what failed.
 */
import { Component, type ReactNode } from 'react';
import { widgetWords } from './text/widget-words.ts';
import css from './widget/message.module.css';

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
    return this.state.failed ? sorry() : this.props.children;
  }
}

/** In the language of the page as it was drawn last. */
function sorry(): ReactNode {
  const { title, todo } = widgetWords[document.documentElement.lang === 'en' ? 'en' : 'ru'].failed;
  return (
    <main className={css['message']}>
      <div className={css['words']} role="alert">
        <h1 className={css['title']}>{title}</h1>
        <p className={css['todo']}>{todo}</p>
      </div>
    </main>
  );
}
