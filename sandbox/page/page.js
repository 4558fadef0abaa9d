// The sandbox's page: every recipient is a phone or an inbox. Text of messages only ever becomes text nodes; a mail's HTML lives in a sandboxed frame.

const $ = (id) => document.getElementById(id)
const seen = new Map(Object.entries(JSON.parse(sessionStorage.getItem('seen') ?? '{}')))
let people = new Map()
let chosen = ''
let device = null // {key, update(person)}

// el makes an element; children are nodes or text.
function el(tag, props = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props)
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== ''))
  return node
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', '#' + name)
  svg.append(use)
  return svg
}

async function ask(method, path, body) {
  const answer = await fetch('/_sandbox/' + path, { method, body: body && JSON.stringify(body), headers: body ? { 'Content-Type': 'application/json' } : {} })
  const said = answer.status === 204 ? null : await answer.json()
  if (!answer.ok) throw new Error(said?.error ?? answer.statusText)
  return said
}

function ago(at) {
  const minutes = Math.floor((Date.now() - at) / 60000)
  if (minutes < 1) return 'now'
  if (minutes < 60) return minutes + ' min'
  if (minutes < 1440) return Math.floor(minutes / 60) + ' h'
  return new Date(at).toLocaleDateString()
}

const when = (at) => el('time', { className: 'faint', title: new Date(at).toLocaleString(), textContent: ago(at) })

// words says a vendor's status as a person would; kind colours it.
const words = {
  accepted: ['Taken', ''], queued: ['Queued', ''], sending: ['On its way', ''], processed: ['On its way', ''], sent: ['Sent', ''], deferred: ['Deferred', 'warn'],
  delivered: ['Delivered', 'ok'], undelivered: ['Not delivered', 'bad'], bounce: ['Bounced', 'bad'], dropped: ['Dropped', 'bad'], failed: ['Failed', 'bad'],
  ringing: ['Ringing', 'warn'], 'in-progress': ['On the phone', 'warn'], completed: ['Ended', ''], busy: ['Declined or busy', 'bad'], 'no-answer': ['Not answered', 'bad'],
  received: ['', ''],
}

function status(item) {
  const [word, kind] = words[item.status] ?? [item.status, '']
  if (!word) return null
  const mark = kind === 'ok' || kind === 'bad' ? icon(kind) : null
  return el('span', { className: 'chip ' + kind }, mark, word + (item.error_code ? ' (' + item.error_code + ')' : ''))
}

// rich turns text into text nodes, links and set-off codes.
function rich(text) {
  return text.split(/(https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]|(?<![-\w+])\d{4,8}\b)/).map((part, i) => {
    if (i % 2 === 0) return part
    if (!part.startsWith('http')) return el('span', { className: 'code', textContent: part })
    return el('a', { href: part, target: '_blank', rel: 'noopener noreferrer', textContent: part })
  })
}

// gather sorts the items by the person they belong to, newest person first.
function gather(items) {
  const found = new Map()
  for (const item of items) {
    item.time = Date.parse(item.at)
    const key = item.direction === 'in' ? item.from : item.to
    const person = found.get(key) ?? { key, kind: item.channel === 'email' ? 'mail' : 'phone', items: [] }
    person.items.push(item)
    found.set(key, person)
  }
  return new Map([...found].sort(([, a], [, b]) => b.items.at(-1).time - a.items.at(-1).time))
}

const liveCall = (person) => person.items.findLast((i) => i.live)

function renderPeople() {
  const wanted = $('find').value.trim().toLowerCase()
  const rows = [...people.values()].filter((p) => p.key.toLowerCase().includes(wanted)).map((person) => {
    const last = person.items.at(-1)
    const call = liveCall(person)
    const text = last.channel === 'email' ? last.subject : last.channel === 'voice' ? (call ? last.lines?.at(-1)?.text ?? '' : 'Call: ' + (words[last.status]?.[0] ?? last.status)) : last.body
    const badge = call
      ? el('span', { className: 'chip warn badge ringing' }, icon('call'), words[call.status]?.[0] ?? 'Calling')
      : el('span', { className: last.time > (seen.get(person.key) ?? 0) && person.key !== chosen ? 'badge unread' : 'badge', title: 'unread' })
    const row = el('button', { className: 'person', type: 'button', onclick: () => { location.hash = encodeURIComponent(person.key) } },
      icon(person.kind), el('span', { className: 'row' }, el('strong', { className: 'grow', textContent: person.key }), when(last.time)),
      el('span', { className: 'row' }, el('span', { className: 'last grow', textContent: text }), badge))
    row.setAttribute('aria-current', String(person.key === chosen))
    return el('li', {}, row)
  })
  const focused = [...$('people').querySelectorAll('button')].indexOf(document.activeElement)
  $('people').replaceChildren(...rows)
  if (focused >= 0) $('people').querySelectorAll('button')[focused]?.focus()
  $('nobody').hidden = rows.length > 0
  $('nobody').textContent = people.size ? 'No phone or inbox matches.' : 'No messages yet. Send a verification and its phone or inbox appears here.'
}

function renderDevice() {
  const person = people.get(chosen)
  document.body.classList.toggle('chosen', Boolean(chosen))
  if (!person) {
    device = null
    $('device').replaceChildren(el('div', { className: 'welcome' },
      el('h2', { textContent: chosen ? 'Nothing came to ' + chosen + ' yet' : 'Choose a phone or an inbox' }),
      el('p', { textContent: 'Read the message, follow its link, press a key in a call, write #verify, or reply STOP.' }), chosen ? back() : null))
    return
  }
  seen.set(person.key, person.items.at(-1).time)
  sessionStorage.setItem('seen', JSON.stringify(Object.fromEntries(seen)))
  if (device?.key !== person.key) {
    device = person.kind === 'mail' ? inbox(person) : phone(person)
    $('device').replaceChildren(device.node)
  }
  device.update(person)
}

const back = () => el('button', { className: 'quiet back', type: 'button', textContent: '‹ All', onclick: () => { location.hash = '' } })

function phone(person) {
  const stopped = el('span', { className: 'chip bad', hidden: true }, icon('bad'), 'Said STOP')
  const bar = el('div', { className: 'bar' }, back(), icon('phone'), el('h2', { className: 'mono', textContent: person.key }), stopped)
  const calling = el('div', { className: 'calling', hidden: true })
  const thread = el('div', { className: 'thread', tabIndex: 0 })
  const said = el('p', { className: 'faint', hidden: true })
  const text = el('input', { placeholder: 'Reply by SMS', maxLength: 1600 })
  text.setAttribute('aria-label', 'Reply by SMS')
  let ours = ''
  const reply = async (body) => {
    said.hidden = true
    try {
      await ask('POST', 'sms', { from: person.key, to: ours, body })
      text.value = ''
    } catch (e) { said.textContent = 'That did not go out: ' + e.message; said.hidden = false }
  }
  const write = el('form', { className: 'write', onsubmit: (e) => { e.preventDefault(); if (text.value.trim()) reply(text.value) } },
    el('div', { className: 'row' }, ...['#verify', '#confirm', '#deny', 'STOP', 'START', 'HELP'].map((w) => el('button', { type: 'button', textContent: w, onclick: () => reply(w) }))),
    el('div', { className: 'row' }, text, el('button', { className: 'primary', textContent: 'Send' })), said)
  let live = null
  return {
    key: person.key,
    node: el('div', { className: 'phone' }, bar, calling, thread, write),
    update(p) {
      const last = p.items.findLast((i) => i.channel === 'sms')
      ours = last ? (last.direction === 'in' ? last.to : last.from) : p.items.at(-1).from
      stopped.hidden = !last?.opted_out
      const call = liveCall(p)
      if (call?.id !== live?.id) {
        live = call ? callPanel(call) : null
        calling.hidden = !call
        calling.replaceChildren(...(live ? live.nodes : []))
      }
      live?.update(call)
      const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 40
      thread.replaceChildren(...p.items.filter((i) => !i.live).map(bubble))
      if (atEnd) thread.scrollTop = thread.scrollHeight
    },
  }
}

function bubble(item) {
  if (item.channel === 'voice') {
    return el('div', { className: 'bubble voice' },
      el('div', {}, el('div', { className: 'row' }, icon('call'), el('strong', { textContent: 'Call from ' + item.from })), ...transcript(item)),
      el('div', { className: 'row' }, status(item), when(item.time)))
  }
  const foot = el('span', { className: 'row' }, item.direction === 'in' ? null : status(item), when(item.time))
  return el('article', { className: 'bubble ' + item.direction }, el('div', {}, ...rich(item.body)), foot)
}

const transcript = (item) => (item.lines ?? []).map((line) =>
  line.keys ? el('p', { className: 'keys mono', textContent: 'You pressed ' + line.text }) : el('p', {}, ...rich('“' + line.text + '”')))

function callPanel(call) {
  const state = el('strong')
  const lines = el('div', { className: 'lines' })
  const said = el('p', { className: 'faint', hidden: true })
  const act = async (path, body) => {
    said.hidden = true
    try { await ask('POST', 'call/' + call.id + '/' + path, body) } catch (e) { said.textContent = e.message; said.hidden = false }
  }
  const pad = el('div', { className: 'pad' }, ...'123456789*0#'.split('').map((key) =>
    el('button', { type: 'button', textContent: key, onclick: () => act('keys', { digits: key }) })))
  const down = el('button', { type: 'button', className: 'stop', onclick: () => act('hangup') }, 'Hang up')
  return {
    id: call.id,
    nodes: [el('div', { className: 'row ringing' }, icon('call'), state, el('span', { className: 'grow' }), down), lines, pad, said],
    update(c) {
      state.textContent = c.status === 'in-progress' ? (c.asking ? 'Waiting for a key' : 'On the phone') : 'Call from ' + c.from
      lines.replaceChildren(...transcript(c))
      lines.scrollTop = lines.scrollHeight
    },
  }
}

function inbox(person) {
  const list = el('div', { className: 'mails' })
  const letters = new Map()
  return {
    key: person.key,
    node: el('div', { className: 'inbox' }, el('div', { className: 'bar' }, back(), icon('mail'), el('h2', { textContent: person.key })), list),
    update(p) {
      for (const item of p.items) {
        if (!letters.has(item.id)) {
          letters.set(item.id, letter(item))
          list.prepend(letters.get(item.id).node)
        }
        letters.get(item.id).update(item)
      }
      for (const [id, l] of letters) {
        if (!p.items.some((i) => i.id === id)) { l.node.remove(); letters.delete(id) }
      }
      if (letters.size && !list.querySelector('[open]')) list.firstElementChild.open = true
    },
  }
}

function letter(item) {
  const state = el('span')
  const time = el('span')
  const body = el('div')
  const show = (kind) => {
    body.replaceChildren(kind === 'html' ? frame(item.html) : el('pre', {}, ...rich(item.body)))
    for (const b of tabs.children) b.setAttribute('aria-pressed', String(b.dataset.kind === kind))
  }
  const kinds = [item.html && ['html', 'As it looks'], item.body && ['text', 'Plain text']].filter(Boolean)
  const tabs = el('div', { className: 'tabs' }, ...kinds.map(([kind, name]) => {
    const b = el('button', { className: 'quiet', type: 'button', textContent: name, onclick: () => show(kind) })
    b.dataset.kind = kind
    return b
  }))
  const links = item.links.length
    ? el('div', { className: 'links' }, el('span', { className: 'faint', textContent: 'Links' }), ...item.links.map((l) => el('a', { href: l, target: '_blank', rel: 'noopener noreferrer', textContent: l })))
    : null
  const node = el('details', { className: 'letter' },
    el('summary', {}, el('div', { className: 'row' }, el('strong', { className: 'grow', textContent: item.subject }), state, time),
      el('span', { className: 'faint', textContent: (item.from_name ? item.from_name + ' · ' : '') + item.from })),
    el('div', { className: 'open' }, tabs, body, links))
  node.addEventListener('toggle', () => { if (node.open && !body.firstChild && kinds.length) show(kinds[0][0]) })
  return {
    node,
    update(i) {
      state.replaceChildren(status(i) ?? '')
      time.replaceChildren(when(i.time))
    },
  }
}

// frame shows HTML where no script runs and nothing is loaded; links open in a new tab.
function frame(html) {
  const f = el('iframe', { title: 'The e-mail as it looks', referrerPolicy: 'no-referrer' })
  f.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox')
  f.srcdoc = '<!doctype html><base target="_blank"><meta name="color-scheme" content="light">' + html
  return f
}

function renderRules(broken) {
  const chip = $('rules-summary')
  chip.className = 'chip ' + (broken.length ? 'bad' : 'ok')
  chip.replaceChildren(icon(broken.length ? 'bad' : 'ok'), broken.length === 0 ? 'No violations' : broken.length === 1 ? '1 violation' : broken.length + ' violations')
  $('rules-list').replaceChildren(...(broken.length
    ? broken.slice(-50).reverse().map((v) => el('div', { className: 'broken' }, el('strong', { textContent: v.provider + ': ' + v.rule }), el('span', { textContent: v.detail }),
      el('span', { className: 'faint', textContent: v.request + ' · ' + ago(Date.parse(v.at)) })))
    : [el('p', { textContent: 'Every request so far is one that the real provider would take.' })]))
}

let loading = null
let again = false
async function load() {
  if (loading) { again = true; return }
  loading = (async () => {
    try {
      const [messages, broken] = await Promise.all([ask('GET', 'messages'), ask('GET', 'violations')])
      people = gather(messages.items)
      renderRules(broken.items)
      renderPeople()
      renderDevice()
      $('lost').hidden = true
    } catch { $('lost').hidden = false }
  })()
  await loading
  loading = null
  if (again) { again = false; load() }
}

function choose() {
  chosen = decodeURIComponent(location.hash.slice(1))
  renderPeople()
  renderDevice()
}

$('find').addEventListener('input', renderPeople)
addEventListener('hashchange', choose)
addEventListener('keydown', (e) => {
  if (e.key === '/' && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) { e.preventDefault(); $('find').focus() }
  if (e.key === 'Escape') for (const menu of document.querySelectorAll('.menu[open]')) menu.open = false
})
addEventListener('click', (e) => { for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(e.target)) menu.open = false })
$('trouble-form').addEventListener('submit', async (e) => {
  e.preventDefault()
  const f = new FormData(e.target)
  try {
    await ask('POST', 'faults', { provider: f.get('provider'), mode: f.get('mode'), count: Number(f.get('count')) })
    $('trouble-said').textContent = 'Set.'
  } catch (err) { $('trouble-said').textContent = err.message }
})
$('trouble-clear').addEventListener('click', async () => { await ask('DELETE', 'faults'); $('trouble-said').textContent = 'All clear.' })

chosen = decodeURIComponent(location.hash.slice(1))
const stream = new EventSource('/_sandbox/live')
stream.onmessage = load
stream.onerror = () => { $('lost').hidden = false }
setInterval(renderPeople, 30000)
load()
