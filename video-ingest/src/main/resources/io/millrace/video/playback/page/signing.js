// Signature Version 4 of one JSON call, made in the browser: the secret does not leave the tab.
const encoder = new TextEncoder();
const hex = buffer => [...new Uint8Array(buffer)].map(byte => byte.toString(16).padStart(2, '0')).join('');
const sha256 = async text => hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', imported, encoder.encode(text));
}

/** The headers that sign a POST of this body to this path of the page's own server. */
export async function signed(credentials, path, body) {
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/${credentials.region}/kinesisvideo/aws4_request`;
  const canonical = ['POST', path, '', `host:${location.host}`, `x-amz-date:${date}`, '', 'host;x-amz-date', await sha256(body)].join('\n');
  let key = encoder.encode('AWS4' + credentials.secret);
  for (const part of scope.split('/')) {
    key = await hmac(key, part);
  }
  const signature = hex(await hmac(key, ['AWS4-HMAC-SHA256', date, scope, await sha256(canonical)].join('\n')));
  return {
    'X-Amz-Date': date,
    'Authorization': `AWS4-HMAC-SHA256 Credential=${credentials.id}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}
