// Look of the whole client. Shades are chosen for the contrast WCAG 2.2 AA asks for.
import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager } from '@mantine/core';
import { storageKeys } from '../browser/storage';

export const colorSchemeManager = localStorageColorSchemeManager({ key: storageKeys.colorScheme });

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  // Where black and white text have the same contrast, so that the better one is always taken.
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  headings: { fontWeight: '700', textWrap: 'balance' },
  components: {
    Notification: { styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
  },
});

/** Own colours: text on its background by meaning, so that no style sheet asks for the scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    // Borders of fields need 3:1 against the page.
    '--mantine-color-default-border': 'var(--mantine-color-gray-6)',
    '--handup-card': 'var(--mantine-color-white)',
    '--handup-line': 'var(--mantine-color-gray-3)',
    '--handup-quiet': 'var(--mantine-color-gray-9)',
    '--handup-quiet-back': 'var(--mantine-color-gray-2)',
    '--handup-wait': '#5c3700',
    '--handup-wait-back': '#fff0c2',
    '--handup-active': '#243a9c',
    '--handup-active-back': '#dfe6ff',
    '--handup-good': '#0b5233',
    '--handup-good-back': '#d3f5e2',
    '--handup-accent': 'var(--mantine-color-indigo-8)',
    '--handup-help': 'var(--mantine-color-teal-9)',
    '--mantine-color-body': '#f6f7fb',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-default-border': 'var(--mantine-color-dark-2)',
    '--handup-card': 'var(--mantine-color-dark-6)',
    '--handup-line': 'var(--mantine-color-dark-4)',
    '--handup-quiet': 'var(--mantine-color-gray-1)',
    '--handup-quiet-back': 'var(--mantine-color-dark-4)',
    '--handup-wait': '#ffe8a3',
    '--handup-wait-back': '#4a3800',
    '--handup-active': '#dbe4ff',
    '--handup-active-back': '#2b3a80',
    '--handup-good': '#c3f5dc',
    '--handup-good-back': '#0f4a31',
    '--handup-accent': 'var(--mantine-color-indigo-3)',
    '--handup-help': 'var(--mantine-color-teal-3)',
  },
});
