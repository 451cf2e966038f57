// A browser without script: cookies, redirects within one server, and forms.
import assert from 'node:assert/strict';

const patience = () => AbortSignal.timeout(20_000);

export class Browser {
  #home;
  #cookies = new Map();

  constructor(home) {
    this.#home = home;
  }

  /** Opens an address and follows redirects, until one leads to another server. */
  async open(address, init = {}) {
    let url = new URL(address, this.#home);
    let sent = init;
    for (let i = 0; i < 10; i += 1) {
      const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
      const headers = { ...sent.headers, cookie };
      const options = { ...sent, headers, redirect: 'manual', signal: patience() };
      const reply = await fetch(url, options);
      for (const line of reply.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        this.#cookies.set(name, value);
      }
      const location = reply.headers.get('location');
      const page = new Page(this, url, reply, await reply.text());
      if (location === null) return page;
      assert.equal(reply.status, 303);
      url = new URL(location, url);
      if (url.origin !== new URL(this.#home).origin) return Object.assign(page, { left: url.href });
      sent = {};
    }
    throw new Error('There are too many redirects.');
  }

  /** The value of a cookie. */
  cookie(name) {
    return this.#cookies.get(name);
  }
}

class Page {
  #browser;

  constructor(browser, url, { status, headers }, text) {
    this.#browser = browser;
    Object.assign(this, { url, status, headers, text });
  }

  /** The forms, each with its address and hidden inputs. */
  get forms() {
    return [...this.text.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(
      ([, action, inside]) => {
        const inputs = inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
        return { action, fields: Object.fromEntries([...inputs].map(([, n, v]) => [n, plain(v)])) };
      },
    );
  }

  /** Sends one of the forms with more fields. */
  async send(more = {}, number = 0) {
    const { action, fields } = this.forms[number];
    const body = new URLSearchParams({ ...fields, ...more });
    return this.#browser.open(new URL(plain(action), this.url), { method: 'POST', body });
  }
}

function plain(text) {
  const names = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (name) => names[name]);
}
