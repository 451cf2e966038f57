/**
 * The types of the web that jotkit's own refer to. They are those of `lib.dom` or `@types/node` if
 * there are any, and otherwise what jotkit uses of them.
 */

type Global<Name extends string, Otherwise> = typeof globalThis extends {
  [name in Name]: { prototype: infer Type };
}
  ? Type
  : Otherwise;

/** A `URL`. */
export type WebURL = Global<'URL', { readonly href: string }>;

/** The `Headers` of a reply. */
export type WebHeaders = Global<
  'Headers',
  { get(name: string): string | null; has(name: string): boolean }
>;

/** The `Response` of a request. */
export type WebResponse = Global<
  'Response',
  { readonly status: number; readonly headers: WebHeaders; readonly body: unknown }
>;

/** The second argument of `fetch`. */
export type WebRequestInit = typeof globalThis extends {
  Request: new (input: string, init?: infer Init) => unknown;
}
  ? NonNullable<Init>
  : {
      method?: string;
      headers?: Record<string, string>;
      body?: string | Uint8Array | null;
      redirect?: 'manual';
      signal?: unknown;
    };
