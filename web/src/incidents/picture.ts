import type { EvidenceItem } from '../../../src/response/model.ts';
import { Refused, Unreachable } from '../api/http.ts';
import { spoken } from '../i18n/index.ts';

const longest = 1280;

/**
 * A photograph as evidence: made smaller, without what the camera wrote into it (place, device), with its hash.
 * @throws when the file is no picture that this browser can read
 */
export async function pictureOf(file: Blob): Promise<EvidenceItem> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const data = canvas.toDataURL('image/jpeg', 0.72);
  const bytes = Uint8Array.from(atob(data.slice(data.indexOf(',') + 1)), (character) => character.charCodeAt(0));
  return { kind: 'photo', file: data, sha256: await sha256Of(bytes) };
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where this device is, for a place as evidence. @throws GeolocationPositionError when it may not or cannot be known */
export const whereIAm = (): Promise<{ lat: number; lon: number; metres: number }> =>
  new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude, metres: coords.accuracy }),
      reject,
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });

/** Bytes of a picture kept as a data URL. */
export async function blobOf(data: string): Promise<Blob> {
  const bytes = Uint8Array.from(atob(data.slice(data.indexOf(',') + 1)), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: data.slice(5, data.indexOf(';')) });
}

/**
 * A command ready to be sent: each picture in it is uploaded and replaced by its address. The same picture sent twice
 * is one file at the server, so a retry costs nothing but time.
 * @throws Refused, Unreachable
 */
export async function withPicturesSent<T>(body: T): Promise<T> {
  if (typeof body === 'string' && body.startsWith('data:image/')) return (await sendPicture(body)) as T;
  if (Array.isArray(body)) return (await Promise.all(body.map(withPicturesSent))) as T;
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    await Promise.all(Object.entries(body).map(async ([name, value]) => [name, await withPicturesSent(value)])),
  ) as T;
}

async function sendPicture(data: string): Promise<string> {
  const blob = await blobOf(data);
  let response: Response;
  try {
    response = await fetch('/api/v1/evidence', {
      method: 'POST',
      body: blob,
      credentials: 'same-origin',
      headers: { 'content-type': blob.type, 'accept-language': spoken() },
    });
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { code?: string; title?: string; detail?: string };
    throw new Refused({
      status: response.status,
      code: problem.code ?? `http-${response.status}`,
      title: problem.title ?? response.statusText,
      detail: problem.detail ?? '',
    });
  }
  return ((await response.json()) as { file: string }).file;
}
