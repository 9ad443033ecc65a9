import { uuidv7 } from '#platform';

/** An answer of the server that is not a success: RFC 9457 problem details. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, unknown>;
  constructor(status: number, code: string, title: string, params: Record<string, unknown> = {}) {
    super(`${status} ${code}: ${title}`);
    this.status = status;
    this.code = code;
    this.params = params;
  }
}

export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, key?: string): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  /** Sends a file as it is. */
  send<T>(path: string, body: string, type: string): Promise<T>;
}

const attemptsWhileAway = 40;

/**
 * The public API with one person's token. While the server is away (restarting) it asks again for up to 20 s; commands carry
 * an Idempotency-Key, so that asking twice does nothing twice.
 */
export function apiFor(url: string, token: string): Api {
  async function call<T>(method: string, path: string, body?: string, type = 'application/json', key?: string): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'accept-language': 'zh-CN' };
    if (body !== undefined) headers['content-type'] = type;
    if (key !== undefined) headers['idempotency-key'] = key;
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await fetch(new URL(path, url), { method, headers, ...(body === undefined ? {} : { body }) });
        const text = await response.text();
        if (response.status === 503 && attempt < attemptsWhileAway) throw new TypeError('the server is away');
        const answer = text === '' ? null : JSON.parse(text);
        if (!response.ok)
          throw new Problem(
            response.status,
            answer?.code ?? '',
            `${method} ${path} ${answer?.title ?? ''} ${answer?.detail ?? ''}`,
            answer?.params,
          );
        return answer as T;
      } catch (error) {
        if (!(error instanceof TypeError) || attempt >= attemptsWhileAway) throw error; // fetch rejects with TypeError when nobody listens
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body, key = uuidv7()) => call('POST', path, JSON.stringify(body), 'application/json', key),
    put: (path, body) => call('PUT', path, JSON.stringify(body)),
    send: (path, body, type) => call('POST', path, body, type),
  };
}
