/**
 * Writes `src/api/client.gen.ts`, the typed client of the console, from the server's OpenAPI document.
 *
 *     node web/api-client.ts [address of a running server, or of an openapi.json]
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  schema: JSONSchema;
  description?: string;
}
interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: JSONSchema }> };
  responses: Record<string, { content?: Record<string, { schema?: JSONSchema }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, JSONSchema> };
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const json = (content: Record<string, { schema?: JSONSchema }> | undefined): JSONSchema | undefined =>
  content?.['application/json']?.schema;

/** The document's own references and TypeBox's names, as json-schema-to-typescript wants them. */
function plain(schema: unknown): JSONSchema {
  if (Array.isArray(schema)) return schema.map(plain) as unknown as JSONSchema;
  if (typeof schema !== 'object' || schema === null) return schema as JSONSchema;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      // Names of members: `title` is one of them, not the schema's own.
      copy[key] = Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([name, each]) => [name, plain(each)]));
      continue;
    }
    if (key.startsWith('~') || key === '$id' || key === 'title' || key === 'default' || key === 'examples' || key === 'example') continue;
    copy[key] = key === '$ref' && typeof value === 'string' ? value.replace('#/components/schemas/', '#/definitions/') : plain(value);
  }
  // Tuples without a bound would become unions of every length.
  if (copy['type'] === 'array') for (const bound of ['minItems', 'maxItems']) delete copy[bound];
  // A shape that does not forbid further members still means only those it names.
  if (copy['type'] === 'object' && copy['properties'] && copy['additionalProperties'] === undefined) copy['additionalProperties'] = false;
  return copy as JSONSchema;
}

const lead = (text: string | undefined): string => (text ? `/** ${text.replaceAll('*/', '* /').replaceAll('\n', ' ')} */\n` : '');

/** @returns the source of the client: a type for each body, query and answer, a function for each operation */
export async function clientOf(document: Document): Promise<string> {
  const definitions: Record<string, JSONSchema> = Object.fromEntries(
    Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [name, plain(schema)]),
  );
  const functions: string[] = [];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const id = operation.operationId;
      if (!methods.includes(method) || !id) continue;
      const name = capital(id);
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const inQuery = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const given = [...inPath, ...inQuery];
      const required = given.filter((parameter) => parameter.in === 'path' || parameter.required).map((parameter) => parameter.name);
      if (given.length > 0)
        definitions[`${name}Params`] = {
          type: 'object',
          additionalProperties: false,
          required,
          properties: Object.fromEntries(
            given.map((parameter) => [parameter.name, plain({ ...parameter.schema, description: parameter.description })]),
          ),
        };
      const body = json(operation.requestBody?.content);
      if (body) definitions[`${name}Body`] = plain(body);
      const ok = Object.entries(operation.responses).find(([status]) => /^2/.test(status));
      const answer = json(ok?.[1].content);
      // `null` is what 204 declares: nothing comes.
      const answers = answer !== undefined && (answer as { type?: unknown }).type !== 'null';
      if (answers) definitions[`${name}Answer`] = plain(answer);

      const parameters: string[] = [];
      if (given.length > 0) parameters.push(required.length > 0 ? `params: ${name}Params` : `params: ${name}Params = {}`);
      if (body) parameters.push(operation.requestBody?.required === false ? `body?: ${name}Body` : `body: ${name}Body`);
      if (method === 'post') parameters.push('key?: string');
      const address = path.replace(/\{(\w+)\}/g, (_, each: string) => `\${encodeURIComponent(params.${each})}`);
      const options = [
        inQuery.length > 0
          ? `query: { ${inQuery.map((parameter) => `${JSON.stringify(parameter.name)}: params[${JSON.stringify(parameter.name)}]`).join(', ')} }`
          : '',
        body ? 'body' : '',
        method === 'post' ? '...(key ? { key } : {})' : '',
      ].filter(Boolean);
      functions.push(
        `${lead(operation.summary ?? operation.description)}export const ${id} = (${parameters.join(', ')}): Promise<${answers ? `${name}Answer` : 'void'}> =>\n` +
          `  call('${method.toUpperCase()}', ${inPath.length > 0 ? `\`${address}\`` : `'${path}'`}${options.length > 0 ? `, { ${options.join(', ')} }` : ''});\n`,
      );
    }
  }
  const types = await compile({ type: 'object', additionalProperties: false, definitions } as JSONSchema, 'Api', {
    bannerComment: '',
    unreachableDefinitions: true,
    declareExternallyReferenced: true,
    additionalProperties: true,
    format: false,
    ignoreMinAndMaxItems: true,
  });
  return `/* Generated from the server's OpenAPI document by web/api-client.ts. Do not edit. */\nimport { call } from './http.ts';\n\n${types
    .replace(/\/\*\*\s*\* This interface was referenced by[\s\S]*?\*\/\n/g, '')
    .replace(/export interface Api \{\}\n/, '')}\n${functions.join('\n')}`;
}

async function read(from: string): Promise<Document> {
  if (!/^https?:/.test(from)) return JSON.parse(await readFile(from, 'utf8')) as Document;
  const response = await fetch(from.endsWith('.json') ? from : new URL('/api/openapi.json', from));
  if (!response.ok) throw new Error(`${from} answered ${response.status}`);
  return (await response.json()) as Document;
}

if (import.meta.main) {
  const document = await read(process.argv[2] ?? 'http://127.0.0.1:8080');
  await writeFile(join(import.meta.dirname, 'src/api/client.gen.ts'), await clientOf(document));
}
