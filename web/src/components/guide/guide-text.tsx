import type { ComponentProps, ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import classes from './guide-text.module.css';
import { isGuideLink, prepareGuide } from './prepare-guide.ts';

/** Headings of the guide stand below the title of the section they are in (level 2). */
const components: Components = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
  h6: ({ children }) => <h6>{children}</h6>,
  a: ({ href, children }) => <GuideLink href={href}>{children}</GuideLink>,
  // Nothing is loaded from elsewhere; what the picture shows is said instead.
  img: ({ alt }) => <em>{alt}</em>,
  table: ({ children }) => <GuideTable>{children}</GuideTable>,
};

/**
 * A set-up guide in Markdown. HTML in it is shown as the text it is: guides of custom connectors are written by
 * users.
 */
export function GuideText({ markdown }: { markdown: string }) {
  return (
    <div className={classes.guide}>
      <Markdown remarkPlugins={[remarkGfm]} components={components}>
        {prepareGuide(markdown)}
      </Markdown>
    </div>
  );
}

function GuideLink({ href, children }: Pick<ComponentProps<'a'>, 'href' | 'children'>) {
  if (!isGuideLink(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Wide tables scroll inside the page, also by keyboard. */
function GuideTable({ children }: { children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and a landmark for every table is too many
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" className={classes.scroller} aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
