import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLParseError,
} from 'yaml';
import { contentFaults } from './check.ts';
import { type ContentFault, inWords, nearest, type PlanFault } from './faults.ts';
import { Plan } from './model.ts';

/** Characters of the largest plan file that is read; the three that ship have about 50,000. */
export const planFileLimit = 1_000_000;
const faultLimit = 100;

type Path = (string | number)[];

/**
 * Reads a plan file. Pure.
 * @param text YAML  @param fileName named in the faults
 * @returns the plan, every reference resolved; or all faults (at most 100) in the order of the file, each with line,
 * column and how to mend it
 */
export function parsePlan(text: string, fileName: string): Plan | PlanFault[] {
  return readPlan(text, fileName).result;
}

/** As `parsePlan`, with a function that finds an element's place in the file, from its path, for lint. */
export function readPlan(
  text: string,
  file: string,
): { result: Plan | PlanFault[]; placeOf(path: Path): { line: number; column: number } } {
  const lines = new LineCounter();
  const nowhere = () => ({ line: 1, column: 1 });
  const placed = (
    code: ContentFault['code'],
    params: ContentFault['params'],
    at: string,
    { line, column }: { line: number; column: number },
  ): PlanFault => ({
    file,
    line,
    column,
    code,
    at,
    ...inWords(code, params),
  });
  if (text.length > planFileLimit) return { result: [placed('too-large', { limit: '1 MB' }, '', nowhere())], placeOf: nowhere };

  let document: Document;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', uniqueKeys: true });
    if (document.errors.length > 0) {
      if (document.errors.some((error) => error.code === 'RESOURCE_EXHAUSTION'))
        return { result: [placed('too-large', { limit: '1 MB' }, '', nowhere())], placeOf: nowhere };
      // One mistake makes others of the rest of its line: the first says it.
      const byLine = Map.groupBy(
        document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]),
        (error) => lines.linePos(error.pos[0]).line,
      );
      const result = [...byLine].slice(0, faultLimit).map(([line, [error]]) => {
        const { code, message, pos } = error as YAMLParseError;
        return placed('not-yaml', { whyZh: yamlErrors[code] ?? code, whyEn: message }, '', { line, column: lines.linePos(pos[0]).col });
      });
      return { result, placeOf: nowhere };
    }
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    // Nesting without end, or aliases that multiply: both are refused as too much.
    return { result: [placed('too-large', { limit: '1 MB' }, '', nowhere())], placeOf: nowhere };
  }
  if (!isMap(document.contents) || typeof value !== 'object' || value === null)
    return { result: [placed('not-a-plan', {}, '', nowhere())], placeOf: nowhere };

  const placeOf = (path: Path, onKey = false) => {
    const offset = offsetOf(document, path, onKey);
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const place = (fault: ContentFault): PlanFault => {
    const at = nameOf(value, fault.onKey ? fault.path.slice(0, -1) : fault.path);
    const params: ContentFault['params'] = { ...fault.params, at };
    if (typeof params.first === 'string') params.line = placeOf(JSON.parse(params.first)).line;
    return placed(fault.code, params, at, placeOf(fault.path, fault.onKey));
  };
  const found = validate(value) ? contentFaults(value) : schemaFaults(validate.errors ?? []);
  if (found.length === 0) return { result: value as Plan, placeOf };
  const faults = found.slice(0, faultLimit).map(place);
  faults.sort((a, b) => a.line - b.line || a.column - b.column);
  return { result: faults, placeOf };
}

/** The YAML reader's complaints in Chinese; it says them itself in English. */
const yamlErrors: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: '别名不能再带锚点或标签',
  BAD_ALIAS: '别名写得不对，或指向不存在的锚点',
  BAD_COLLECTION_TYPE: '映射或列表的类型不对',
  BAD_DIRECTIVE: '% 指令写得不对',
  BAD_DQ_ESCAPE: '双引号中的转义写得不对',
  BAD_INDENT: '缩进不对，或括号没有正确结束',
  BAD_PROP_ORDER: '锚点、标签的位置不对',
  BAD_SCALAR_START: '值不能以这个字符开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '一行中有多个冒号，请给文本加引号',
  BLOCK_IN_FLOW: '花括号、方括号中不能用缩进写法',
  DUPLICATE_KEY: '同一个键写了两次',
  KEY_OVER_1024_CHARS: '键太长',
  MISSING_CHAR: '缺少引号、冒号、逗号或括号',
  MULTILINE_IMPLICIT_KEY: '键不能跨行',
  MULTIPLE_ANCHORS: '锚点写了两个',
  MULTIPLE_DOCS: '一个文件只能有一份文档',
  MULTIPLE_TAGS: '标签写了两个',
  NON_STRING_KEY: '键应是文本',
  TAB_AS_INDENT: '缩进用了制表符，请改用空格',
  TAG_RESOLVE_FAILED: '标签无法识别',
  UNEXPECTED_TOKEN: '这里不该有这个字符',
};

const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true });
const validate = ajv.compile(JSON.parse(JSON.stringify(Plan))) as ValidateFunction<Plan>;

/** Where an element, or its key, begins: the nearest ancestor that is there. */
function offsetOf(document: Document, path: Path, onKey: boolean): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    let next: unknown;
    let key: unknown;
    if (isMap(target)) {
      const pair = target.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
      key = pair?.key;
      next = pair?.value;
    } else if (isSeq(target)) next = target.items[Number(step)];
    else return offset;
    const last = depth === path.length - 1;
    const shown = last && onKey && isNode(key) ? key : isNode(next) ? next : isNode(key) ? key : undefined;
    if (!shown) return offset;
    // Inside an alias the place is that of the alias: what it stands for is elsewhere, and right there.
    offset = (shown as Node).range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

/** An element by the ids along its path: `tasks.close-machines.deadline`. */
function nameOf(value: unknown, path: Path): string {
  const words: string[] = [];
  let node: unknown = value;
  for (const step of path) {
    node = typeof node === 'object' && node !== null ? (node as Record<string | number, unknown>)[step] : undefined;
    if (typeof step === 'string') words.push(step);
    else {
      const named = (node ?? {}) as { id?: unknown; class?: unknown };
      const id = typeof named.id === 'string' ? named.id : typeof named.class === 'string' ? named.class : `${step + 1}`;
      words.push(id);
    }
  }
  return words.length > 0 ? words.join('.') : 'plan';
}

const kindNames: Record<string, { zh: string; en: string }> = {
  string: { zh: '文本', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  integer: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  object: { zh: '映射', en: 'a mapping' },
  array: { zh: '列表', en: 'a list' },
  null: { zh: '空', en: 'nothing' },
};
const kindName = (kind: string) => kindNames[kind] ?? { zh: kind, en: kind };
const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const shown = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 80);

type Schema = {
  description?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  type?: string;
};

/** The schema's own complaints as faults that a person can act on. Of alternatives, only the one that was meant speaks. */
function schemaFaults(errors: ErrorObject[]): ContentFault[] {
  const alternatives = errors.filter((error) => error.keyword === 'anyOf');
  const branchOf = (error: ErrorObject, choice: ErrorObject): number | undefined => {
    const prefix = `${choice.schemaPath}/`;
    if (!error.schemaPath.startsWith(prefix) || !error.instancePath.startsWith(choice.instancePath)) return undefined;
    return Number(error.schemaPath.slice(prefix.length).split('/')[0]);
  };
  const silent = new Set<ErrorObject>();
  for (const choice of alternatives) {
    const branches = Map.groupBy(
      errors.filter((error) => branchOf(error, choice) !== undefined),
      (error) => branchOf(error, choice) as number,
    );
    const meant = meantBranch(choice, branches);
    for (const [branch, said] of branches) if (branch !== meant) for (const error of said) silent.add(error);
    if (meant !== undefined) silent.add(choice);
  }
  const seen = new Set<string>();
  return errors
    .filter((error) => !silent.has(error))
    .map(asFault)
    .filter((fault) => {
      const key = JSON.stringify([fault.path, fault.params.key ?? '', fault.code]);
      return !seen.has(key) && seen.add(key);
    });
}

/** The alternative that was meant: of its kind by `kind`, or the only one of the value's type; undefined when none stands out. */
function meantBranch(choice: ErrorObject, branches: Map<number, ErrorObject[]>): number | undefined {
  const options = ((choice.parentSchema as Schema).anyOf ?? []) as Schema[];
  const data = choice.data as unknown;
  if (typeof data === 'object' && data !== null && 'kind' in data) {
    const kinds = options.map((option) => option.properties?.kind);
    const at = kinds.findIndex((kind) => kind?.const === data.kind || kind?.enum?.includes(data.kind));
    return at < 0 ? undefined : at;
  }
  const sameType = options
    .map((option, index) => ({ option, index }))
    .filter(({ option }) => (option.type ?? typeof option.const) === kindOf(data));
  if (sameType.length === 1) {
    const only = sameType[0] as { option: Schema; index: number };
    return only.option.const === undefined ? only.index : undefined;
  }
  // Several of the type: the one that complains least, if it is one alone.
  const counts = [...branches].filter(([index]) => sameType.some((each) => each.index === index)).sort((a, b) => a[1].length - b[1].length);
  return counts.length > 1 && counts[0]?.[1].length === counts[1]?.[1].length ? undefined : counts[0]?.[0];
}

const known = (values: Iterable<unknown>) => [...values].map(String).join('、');

function asFault(error: ErrorObject): ContentFault {
  const path: Path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const parent = (error.parentSchema ?? {}) as Schema;
  const about = parent.description ?? '';
  const value = shown(error.data);
  switch (error.keyword) {
    case 'required': {
      const key = String(error.params.missingProperty);
      return { code: 'key-missing', path, params: { key, about: describe(parent.properties?.[key]) } };
    }
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const keys = Object.keys(parent.properties ?? {});
      const near = nearest(key, keys);
      return near === undefined
        ? { code: 'key-unknown-none-near', path: [...path, key], onKey: true, params: { key, known: known(keys) } }
        : { code: 'key-unknown', path: [...path, key], onKey: true, params: { key, suggestion: near } };
    }
    case 'type': {
      const expected = kindName(String(error.params.type));
      const got = kindName(kindOf(error.data));
      return {
        code: 'type-wrong',
        path,
        params: { expectedZh: expected.zh, expectedEn: expected.en, gotZh: got.zh, gotEn: got.en, about },
      };
    }
    case 'enum':
    case 'const': {
      const allowed = error.keyword === 'enum' ? (error.params.allowedValues as unknown[]) : [error.params.allowedValue];
      const near = nearest(value, allowed.map(String));
      return near === undefined
        ? { code: 'value-unknown', path, params: { value, known: known(allowed) } }
        : { code: 'value-near', path, params: { value, suggestion: near, known: known(allowed) } };
    }
    case 'pattern': {
      const pattern = String(error.params.pattern);
      if (pattern === '\\S') return { code: 'value-empty', path, params: {} };
      const code = pattern.startsWith('^S')
        ? 'source-malformed'
        : pattern.startsWith('^P')
          ? 'duration-malformed'
          : pattern.startsWith('^\\d')
            ? 'date-malformed'
            : 'id-malformed';
      return { code, path, params: { value } };
    }
    case 'minItems':
    case 'minLength':
      return { code: 'value-empty', path, params: {} };
    case 'minimum':
    case 'maximum':
      return { code: 'number-out-of-range', path, params: { value, limit: `${error.params.comparison} ${error.params.limit}` } };
    default: {
      const kinds = (parent.anyOf ?? []).flatMap(
        (option) => option.properties?.kind?.enum ?? (option.properties?.kind?.const === undefined ? [] : [option.properties.kind.const]),
      );
      const data = error.data as { kind?: unknown } | null;
      if (kinds.length > 0 && typeof data === 'object' && data !== null) {
        if (data.kind === undefined) return { code: 'key-missing', path, params: { key: 'kind', about: known(kinds) } };
        const given = shown(data.kind);
        const near = nearest(given, kinds.map(String));
        const params = { value: given, known: known(kinds) };
        return near === undefined
          ? { code: 'value-unknown', path: [...path, 'kind'], params }
          : { code: 'value-near', path: [...path, 'kind'], params: { ...params, suggestion: near } };
      }
      const words = (parent.anyOf ?? []).flatMap((option) => (option.const === undefined ? [] : [option.const]));
      if (words.length > 0 && typeof error.data === 'string') {
        const near = nearest(value, words.map(String));
        return near === undefined
          ? { code: 'value-unknown', path, params: { value, known: known(words) } }
          : { code: 'value-near', path, params: { value, suggestion: near, known: known(words) } };
      }
      return { code: 'shape-wrong', path, params: { about } };
    }
  }
}

const describe = (schema: Schema | undefined): string => schema?.description ?? (schema?.enum ? known(schema.enum) : '');
