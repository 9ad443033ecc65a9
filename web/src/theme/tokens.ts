/**
 * Every colour of the console, once. `applyTokens` writes them as CSS variables; `antdTheme` gives Ant Design the same.
 * Figures, contrasts and the reasons: docs/design-language.md.
 */
export type Scheme = 'light' | 'dark';

const light = {
  canvas: '#F5F6F6',
  surface: '#FFFFFF',
  rail: '#E9ECEC',
  land: '#E3E7E7',
  line: '#D9DEDF',
  pane: '#B9C1C3',
  mark: '#7C888C',
  text: '#1B2326',
  text2: '#4A5559',
  text3: '#5C676B',
  accent: '#07504F',
  'on-accent': '#FFFFFF',
  'accent-hover': '#0B6462',
  'accent-down': '#053C3B',
  late: '#C2187F',
  'on-late': '#FFFFFF',
  'late-soft': '#F9E4F0',
  'level-1': '#C4161C',
  'on-level-1': '#FFFFFF',
  'level-1-soft': '#FBE5E3',
  'level-1-text': '#9B1015',
  'level-2': '#E36C0A',
  'on-level-2': '#1B1206',
  'level-2-soft': '#FDEBDC',
  'level-2-text': '#8F3F00',
  'level-3': '#F2C200',
  'on-level-3': '#1E1800',
  'level-3-soft': '#FFF6D1',
  'level-3-text': '#6A5100',
  'level-4': '#1D5FC0',
  'on-level-4': '#FFFFFF',
  'level-4-soft': '#E2ECFA',
  'level-4-text': '#174F9F',
  mask: 'rgba(27, 35, 38, 0.38)',
  overlay: '0 8px 28px rgba(27, 35, 38, 0.22)',
};
type Palette = Record<keyof typeof light, string>;

const dark: Palette = {
  canvas: '#12171A',
  surface: '#181E21',
  rail: '#0D1113',
  land: '#20282B',
  line: '#2A3236',
  pane: '#445055',
  mark: '#748085',
  text: '#E8ECED',
  text2: '#B0BABD',
  text3: '#8D989C',
  accent: '#7FDCD6',
  'on-accent': '#06201F',
  'accent-hover': '#A0E7E2',
  'accent-down': '#5FC4BE',
  late: '#EE5CAB',
  'on-late': '#2A0A1E',
  'late-soft': '#3A1A2E',
  'level-1': '#F0555A',
  'on-level-1': '#1A0304',
  'level-1-soft': '#3B1719',
  'level-1-text': '#FF9C9E',
  'level-2': '#F58A2E',
  'on-level-2': '#1B1206',
  'level-2-soft': '#3A230F',
  'level-2-text': '#FFB375',
  'level-3': '#F4CB2F',
  'on-level-3': '#1E1800',
  'level-3-soft': '#352D0C',
  'level-3-text': '#F7DB72',
  'level-4': '#5C9BF5',
  'on-level-4': '#04122B',
  'level-4-soft': '#15284A',
  'level-4-text': '#A0C6FF',
  mask: 'rgba(0, 0, 0, 0.55)',
  overlay: '0 8px 28px rgba(0, 0, 0, 0.6)',
};

export const palettes: Record<Scheme, Palette> = { light, dark };
export const fontFamily = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif';
export const monoFamily = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace';

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Writes the variables of both schemes into the document, once, before the first render. */
export function applyTokens(document: Document): void {
  const style = document.createElement('style');
  style.textContent =
    `:root{--font:${fontFamily};--mono:${monoFamily};color-scheme:light;${variables(light)}}` +
    `:root[data-scheme=dark]{color-scheme:dark;${variables(dark)}}` +
    // Paper is always light: a page printed at night reads like one printed by day.
    `@media print{:root,:root[data-scheme=dark]{color-scheme:light;${variables(light)}}}`;
  document.head.prepend(style);
}
