import { spoken } from '../i18n/index.ts';

/** What the server refuses, as it says it: what cannot be done, how to mend it, and a stable code. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly mend: string;
  readonly params: Record<string, unknown>;
  constructor(problem: { status: number; code: string; title: string; detail: string; params?: Record<string, unknown> }) {
    super(problem.title);
    this.name = 'Refused';
    this.status = problem.status;
    this.code = problem.code;
    this.mend = problem.detail;
    this.params = problem.params ?? {};
  }
}
/** The server did not answer at all. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

export interface CallOptions {
  /** A list is sent as one parameter per element. */
  query?: Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>;
  body?: unknown;
  /** Makes a repeated press one deed; a POST without one gets its own. */
  key?: string;
  signal?: AbortSignal;
}

const address = (path: string, query: CallOptions['query']): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
};

async function problemOf(response: Response): Promise<Refused> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as { code?: string; title?: string; detail?: string; params?: Record<string, unknown> };
    return new Refused({
      status: response.status,
      code: body.code ?? `http-${response.status}`,
      title: body.title ?? response.statusText,
      detail: body.detail ?? '',
      ...(body.params ? { params: body.params } : {}),
    });
  } catch {
    return new Refused({
      status: response.status,
      code: `http-${response.status}`,
      title: response.statusText || `HTTP ${response.status}`,
      detail: '',
    });
  }
}

/**
 * One call of the API. @throws Refused when the server says no, Unreachable when it does not answer;
 * 502 and 504 come from a proxy whose server is away.
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const headers = new Headers({ accept: 'application/json', 'accept-language': spoken() });
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (method === 'POST') headers.set('idempotency-key', options.key ?? crypto.randomUUID());
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Unreachable();
  }
  if (response.status === 502 || response.status === 504) throw new Unreachable();
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export const get = <T>(path: string, query?: CallOptions['query']): Promise<T> => call<T>('GET', path, query ? { query } : {});
export const post = <T>(path: string, body?: unknown, key?: string): Promise<T> =>
  call<T>('POST', path, { body: body ?? {}, ...(key ? { key } : {}) });
/** Sends bytes as they are: a file to import. */
export async function send<T>(path: string, body: Blob, type: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      body,
      headers: { 'content-type': type, accept: 'application/json', 'accept-language': spoken(), 'idempotency-key': crypto.randomUUID() },
    });
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}
