// What the app looks like.

export function home() {
  return page('Welcome', button('/login', 'Log in with LikeCoin'));
}

export function welcome({ displayName, user, email = '' }) {
  return page(
    `Hello, ${displayName}`,
    `<p>Your Liker ID is <b>${escaped(user)}</b>. ${escaped(email)}</p>${button('/logout', 'Log out')}`,
  );
}

export function failure(message) {
  return page('That did not work', `<p>${escaped(message)}</p>${button('/login', 'Try again')}`);
}

/** A form, not a link: GET must not change anything. */
function button(action, label) {
  return `<form method="post" action="${action}"><button>${label}</button></form>`;
}

function page(title, body) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

/** Text as HTML. */
function escaped(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (char) => names[char]);
}
