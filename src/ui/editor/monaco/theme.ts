import { type Tokens, readTokens, watchTokens } from '../../design/tokens.ts';
import { monaco } from './setup.ts';

/** Monaco in the page's own colours, now and whenever the theme changes. */
export function dressMonaco(): () => void {
  define(readTokens());
  return watchTokens(define);
}

function define(tokens: Tokens): void {
  monaco.editor.defineTheme('kubarium', {
    base: tokens.theme === 'night' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: hex(tokens.ink) },
      { token: 'type', foreground: hex(tokens.info) },
      { token: 'string.yaml', foreground: hex(tokens.ink) },
      { token: 'number', foreground: hex(tokens.accent) },
      { token: 'keyword', foreground: hex(tokens.accent) },
      { token: 'comment', foreground: hex(tokens.ink3) },
      { token: 'operators', foreground: hex(tokens.ink3) },
    ],
    colors: {
      'editor.background': tokens.surface,
      'editor.foreground': tokens.ink,
      'editorLineNumber.foreground': tokens.ink3,
      'editorLineNumber.activeForeground': tokens.ink,
      'editor.lineHighlightBackground': tokens.surface,
      'editor.lineHighlightBorder': tokens.surface,
      'editor.selectionBackground': tokens.accentSoft,
      'editor.inactiveSelectionBackground': tokens.hover,
      'editorCursor.foreground': tokens.accent,
      'editorIndentGuide.background1': tokens.line,
      'editorIndentGuide.activeBackground1': tokens.lineStrong,
      'editorError.foreground': tokens.badFill,
      'editorWarning.foreground': tokens.warnFill,
      'editorInfo.foreground': tokens.infoFill,
      'editorWidget.background': tokens.raised,
      'editorWidget.border': tokens.line,
      'editorHoverWidget.background': tokens.raised,
      'editorHoverWidget.border': tokens.line,
      'editorSuggestWidget.background': tokens.raised,
      'editorSuggestWidget.border': tokens.line,
      'editorSuggestWidget.foreground': tokens.ink,
      'editorSuggestWidget.selectedBackground': tokens.hover,
      'editorSuggestWidget.selectedForeground': tokens.ink,
      'editorSuggestWidget.highlightForeground': tokens.accent,
      'editorSuggestWidget.focusHighlightForeground': tokens.accent,
      'editorStickyScroll.background': tokens.surface,
      'editorStickyScroll.border': tokens.line,
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': `${tokens.lineStrong}55`,
      'scrollbarSlider.hoverBackground': `${tokens.lineStrong}88`,
      focusBorder: tokens.accent,
      'input.background': tokens.ground,
      'input.border': tokens.line,
    },
  });
  monaco.editor.setTheme('kubarium');
}

function hex(colour: string): string {
  return colour.replace('#', '');
}
