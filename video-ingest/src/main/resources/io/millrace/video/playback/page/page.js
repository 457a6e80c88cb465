import { signed } from './signing.js';

const element = id => document.getElementById(id);
const REFRESH_MILLIS = 5000, AGAIN_MILLIS = 1000, LIVE_SECONDS = 30, DAY_SECONDS = 24 * 3600;
let credentials = JSON.parse(sessionStorage.getItem('millrace') ?? 'null');
let chosen = null;
let player = null;

class Refused extends Error {
  constructor(status, type, message) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** One call of the video APIs; asks for an access key where the server wants one. */
async function call(path, members) {
  const body = JSON.stringify(members);
  const headers = { 'Content-Type': 'application/json', ...(credentials ? await signed(credentials, path, body) : {}) };
  const reply = await fetch(path, { method: 'POST', headers, body });
  if (reply.ok) {
    return reply.json();
  }
  const fault = await reply.json().catch(() => ({}));
  const message = fault.Message ?? fault.message ?? `The server answered ${reply.status}.`;
  if (reply.status === 401 || reply.status === 403) {
    await signIn(credentials ? message : '');
    return call(path, members);
  }
  throw new Refused(reply.status, reply.headers.get('x-amzn-ErrorType'), message);
}

let asking = null;
function signIn(error) {
  asking ??= new Promise(done => {
    const dialog = element('signin');
    element('signerror').textContent = crypto.subtle ? error : 'Browsers sign over HTTPS or on this machine only.';
    dialog.addEventListener('close', () => {
      credentials = { id: element('key').value.trim(), secret: element('secret').value.trim(), region: element('signregion').value.trim() };
      sessionStorage.setItem('millrace', JSON.stringify(credentials));
      asking = null;
      done();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

async function fragments(name, from, to) {
  const reply = await call('/listFragments', {
    StreamName: name, MaxResults: 1,
    FragmentSelector: { FragmentSelectorType: 'SERVER_TIMESTAMP', TimestampRange: { StartTimestamp: from, EndTimestamp: to } },
  });
  return reply.Fragments;
}

async function refresh() {
  const streams = [];
  let token;
  do {
    const page = await call('/listStreams', token ? { NextToken: token } : {});
    streams.push(...page.StreamInfoList);
    token = page.NextToken;
  } while (token);
  const now = Date.now() / 1000;
  const states = await Promise.all(streams.map(stream => stream.DataRetentionInHours
    ? fragments(stream.StreamName, now - LIVE_SECONDS, now + LIVE_SECONDS) : null));
  element('none').hidden = streams.length > 0;
  element('list').replaceChildren(...streams.map((stream, index) => entry(stream, states[index])));
}

function entry(stream, recent) {
  const button = document.createElement('button');
  const live = recent?.length > 0;
  const text = (className, value) => Object.assign(document.createElement('span'), { className, textContent: value });
  const kept = stream.DataRetentionInHours ? `keeps ${stream.DataRetentionInHours} h` : 'keeps nothing: cannot be played here';
  button.append(text('name', stream.StreamName), text(live ? 'state live' : 'state', live ? 'live' : recent ? 'idle' : 'no archive'),
    text('about', [kept, stream.MediaType, stream.DeviceName].filter(Boolean).join(' · ')));
  button.setAttribute('aria-pressed', String(stream.StreamName === chosen));
  button.disabled = !recent;
  button.addEventListener('click', () => choose(stream.StreamName, live));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

async function choose(name, live) {
  chosen = name;
  element('recorded').hidden = false;
  const end = new Date();
  element('to').value = local(end);
  element('from').value = local(new Date(end.getTime() - 10 * 60 * 1000));
  for (const button of document.querySelectorAll('#list button')) {
    button.setAttribute('aria-pressed', String(button.querySelector('.name').textContent === name));
  }
  await (live ? playLive() : say(`${name} sends nothing now. Choose a time to play what was recorded.`));
}

const local = date => new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
const say = text => { element('now').textContent = text; };

function playLive() {
  return play({
    PlaybackMode: 'LIVE', HLSFragmentSelector: { FragmentSelectorType: 'PRODUCER_TIMESTAMP' }, MaxMediaPlaylistFragmentResults: 10,
  }, `${chosen}, live`);
}

function playRecorded(from, to) {
  if (!(from < to) || to - from > DAY_SECONDS) {
    say('Choose a time range of up to 24 hours.');
    return null;
  }
  const range = { FragmentSelectorType: 'PRODUCER_TIMESTAMP', TimestampRange: { StartTimestamp: from, EndTimestamp: to } };
  return play({ PlaybackMode: 'ON_DEMAND', HLSFragmentSelector: range, MaxMediaPlaylistFragmentResults: 5000 }, `${chosen}, recorded`);
}

async function play(session, title) {
  player?.destroy();
  player = null;
  try {
    const reply = await call('/getHLSStreamingSessionURL', {
      StreamName: chosen, DiscontinuityMode: 'ON_DISCONTINUITY', DisplayFragmentTimestamp: 'ALWAYS', Expires: 43200, ...session,
    });
    show(reply.HLSStreamingSessionURL, title);
  } catch (refused) {
    say(refused.message);
  }
}

function show(url, title) {
  const video = element('video');
  say(title);
  // The page may be reached by another name than the server knows itself by; the session is the same.
  const own = new URL(url).pathname + new URL(url).search;
  if (Hls.isSupported()) {
    const hls = new Hls({ enableWorker: false });
    let troubled = false;
    hls.on(Hls.Events.ERROR, (event, error) => {
      if (error.fatal) {
        troubled = true;
        recover(hls, error, own, title);
      }
    });
    hls.on(Hls.Events.FRAG_BUFFERED, () => {
      if (troubled && hls === player) {
        troubled = false;
        say(title);
      }
    });
    hls.loadSource(own);
    hls.attachMedia(video);
    player = hls;
  } else {
    video.src = own;
  }
  const shown = player;
  video.play().catch(why => { if (shown === player && why.name === 'NotAllowedError') { say(`${title} (press play)`); } });
}

/** Tries again, a moment later, what a busy server or a decoder's trouble has ended; not what the server refuses. */
function recover(hls, error, url, title) {
  say(`${title}: ${error.details}`);
  const refused = error.response?.code >= 400 && error.response.code < 500;
  setTimeout(() => {
    if (hls !== player || refused) {
      return;
    }
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
    } else if (error.details.startsWith('manifest')) {
      hls.loadSource(url);
    } else {
      hls.startLoad();
    }
    element('video').play().catch(() => {});
  }, AGAIN_MILLIS);
}

element('live').addEventListener('click', playLive);
element('recorded').addEventListener('submit', event => {
  event.preventDefault();
  playRecorded(new Date(element('from').value).getTime() / 1000, new Date(element('to').value).getTime() / 1000);
});
element('region').textContent = location.host;

async function keepRefreshing() {
  try {
    await refresh();
  } catch (refused) {
    say(refused.message);
  }
  setTimeout(keepRefreshing, REFRESH_MILLIS);
}
keepRefreshing();
