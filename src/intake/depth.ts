/**
 * How much of the depth allowed a value leaves; negative when it is nested deeper. JSON.parse goes as deep as it is
 * told to; what recurses over its result, and PostgreSQL, do not.
 */
export function depthLeft(value: unknown, allowed: number): number {
  if (typeof value !== 'object' || value === null || allowed < 0) return allowed;
  let least = allowed;
  for (const member of Object.values(value)) least = Math.min(least, depthLeft(member, allowed - 1));
  return least;
}
