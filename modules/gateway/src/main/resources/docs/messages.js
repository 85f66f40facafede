'use strict';

// Shows the AsyncAPI document of this installation. Text only ever becomes text nodes.

const element = (tag, members, ...children) => {
  const made = Object.assign(document.createElement(tag), members);
  made.append(...children.filter(child => child !== null));
  return made;
};

const link = text => text === '/docs' ? element('a', { href: '/docs' }, text) : text;

/** A line of Markdown: `code` and **strong**. */
const inline = text => text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map(part =>
  part.startsWith('`') ? element('code', {}, part.slice(1, -1))
    : part.startsWith('**') ? element('strong', {}, part.slice(2, -2)) : link(part));

const paragraphs = text => (text || '').split('\n\n').filter(Boolean).map(part => element('p', {}, ...inline(part)));

const resolve = (contract, node) => {
  while (node && node.$ref) {
    node = node.$ref.slice(2).split('/').reduce((at, step) => at[step.replace(/~1/g, '/').replace(/~0/g, '~')], contract);
  }
  return node;
};

const nameOf = ref => ref.slice(ref.lastIndexOf('/') + 1);

const reference = schema => schema.$ref || (schema.allOf && schema.allOf.length === 1 && schema.allOf[0].$ref);

const typeOf = schema => {
  const ref = reference(schema);
  if (ref) return nameOf(ref);
  if (schema.const) return JSON.stringify(schema.const);
  if (schema.type === 'array') return typeOf(schema.items) + '[]';
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  return schema.format || (schema.contentEncoding ? schema.contentEncoding + ' string' : schema.type) || 'anything';
};

/** What of a schema can be looked into: the one that it names, or that its items name. */
const inner = (contract, schema) => {
  const ref = reference(schema);
  const found = ref ? resolve(contract, { $ref: ref }) : schema.type === 'array' ? inner(contract, schema.items) : null;
  return found && (found.properties || found.enum || found.anyOf || found.description) ? found : null;
};

const lazily = (title, make, members = {}) => {
  const box = element('details', members, element('summary', {}, ...title));
  box.addEventListener('toggle', () => {
    if (box.open && box.childElementCount === 1) box.append(element('div', {}, ...make()));
  });
  return box;
};

const member = (contract, name, schema, needed) => {
  const title = [
    element('code', {}, name), ' ', element('span', { className: 'type' }, typeOf(schema)),
    needed ? element('span', { className: 'needed' }, ' required') : null,
    ...(schema.description ? [' ', ...inline(schema.description.replace(/\n\n/g, ' '))] : []),
  ].filter(Boolean);
  const more = inner(contract, schema);
  return element('li', {}, more ? lazily(title, () => body(contract, more)) : element('div', {}, ...title));
};

/** The members of a schema, those of each part of it if it has parts. */
const body = (contract, schema) => {
  if (schema.allOf) {
    const parts = schema.allOf.map(part => resolve(contract, part));
    return body(contract, {
      description: parts[0].description,
      properties: Object.assign({}, ...parts.map(part => part.properties)),
      required: parts.flatMap(part => part.required || []),
    });
  }
  if (schema.anyOf) return [...paragraphs(schema.description), ...schema.anyOf.flatMap(part => body(contract, resolve(contract, part)))];
  const members = Object.entries(schema.properties || {})
    .map(([name, part]) => member(contract, name, part, (schema.required || []).includes(name)));
  const values = schema.enum ? [element('p', {}, 'One of ', ...schema.enum.flatMap((value, i) => [i ? ', ' : '', element('code', {}, value)]))] : [];
  const empty = schema.properties && !members.length ? [element('p', {}, 'The empty object.')] : [];
  return [...paragraphs(schema.description), ...values, ...empty, element('ul', {}, ...members)];
};

const message = (contract, title, node) => {
  const found = resolve(contract, node);
  return lazily([title, ' ', element('code', {}, found.name)], () => [
    ...paragraphs(found.summary),
    ...(found.headers ? [lazily(['Headers'], () => body(contract, resolve(contract, found.headers)))] : []),
    ...body(contract, resolve(contract, found.payload)),
  ]);
};

const facts = {
  'x-roles': value => ['For ', value.join(', ')],
  'x-timeout-ms': value => ['answered within ', value / 1000, ' s'],
  'x-repeat': value => [{ never: 'not to be repeated', with_key: 'repeated with the same idempotency key', always: 'can be repeated' }[value]],
};

const terms = operation => Object.entries(facts)
  .filter(([name]) => name in operation)
  .map(([name, text]) => text(operation[name]).join('')).join('; ');

const operation = (contract, key, node) => {
  const channel = resolve(contract, node.channel);
  const asked = node.action === 'receive';
  return lazily(
    [element('strong', {}, key), ' ', element('span', {}, ...inline(node.summary || ''))],
    () => [
      element('p', {}, asked ? 'Send to ' : 'Listen to ', element('code', {}, channel.address), '. ', asked ? terms(node) + '.' : ''),
      ...paragraphs(node.description || channel.description),
      ...node.messages.map(one => message(contract, asked ? 'Request' : 'Message', one)),
      ...(node.reply ? node.reply.messages.map((one, i) => message(contract, i ? 'Refusal' : 'Reply', one)) : []),
    ],
    { id: key });
};

const show = contract => {
  document.getElementById('about').append(...paragraphs(contract.info.description));
  const all = document.getElementById('messages');
  for (const tag of contract.info.tags) {
    const ofTag = Object.entries(contract.operations).filter(([, node]) => node.tags.some(one => one.name === tag.name));
    all.append(element('section', {},
      element('h2', {}, tag.name), ...paragraphs(tag.description), ...ofTag.map(([key, node]) => operation(contract, key, node))));
  }
  const open = () => {
    const chosen = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (chosen instanceof HTMLDetailsElement) {
      chosen.open = true;
      chosen.scrollIntoView();
    }
  };
  window.addEventListener('hashchange', open);
  open();
  document.getElementById('filter').addEventListener('input', event => {
    const words = event.target.value.toLowerCase();
    for (const box of all.querySelectorAll('section > details')) {
      box.hidden = !(box.id + ' ' + box.firstChild.textContent).toLowerCase().includes(words);
    }
    for (const section of all.children) section.hidden = !section.querySelector('details:not([hidden])');
  });
};

fetch('/asyncapi.json').then(answer => answer.json()).then(show)
  .catch(reason => document.getElementById('messages').append('The contract could not be read: ' + reason));
