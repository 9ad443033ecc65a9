/** Text that is HTML already; everything else is escaped where it is put in. */
export interface Html {
  html: string;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// Control characters other than tab and line feed are in no XML document either.
export const escapeText = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (char) => entities[char] ?? char);

type Part = string | number | null | undefined | false | Html | Part[];

const put = (part: Part): string => {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(put).join('');
  return typeof part === 'object' ? part.html : escapeText(String(part));
};

/** HTML from a template: what is put in is escaped, unless it came from here itself. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: strings.reduce((all, text, index) => all + put(parts[index - 1]) + text),
});
