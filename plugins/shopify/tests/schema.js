// schema.js - holds what the plugin asks, what its fixtures answer and what its
// simulator answers against the published schema. Run by schema_test.sh:
//   node schema.js DOCUMENTS FIXTURES SIMULATOR-URL SCHEMA.graphql.gz...
// DOCUMENTS: a file with one GraphQL operation a line. Prints TAP.
// SPDX-License-Identifier: MIT
'use strict';
const fs = require('fs');
const zlib = require('zlib');
const path = require('path');
const gql = require('graphql');

const [documents, fixtures, url, ...schemas] = process.argv.slice(2);
let n = 0;
function test(title, faults) {
	n++;
	console.log(`${faults.length ? 'not ok' : 'ok'} ${n} - ${title}`);
	for (const f of faults)
		console.log(`# ${f}`);
}

const versions = schemas.map((file) => ({
	name: path.basename(file).replace(/^admin_(.*)\.graphql\.gz$/, '$1'),
	schema: gql.buildSchema(zlib.gunzipSync(fs.readFileSync(file)).toString(),
				{ assumeValidSDL: true }),
}));
const docs = new Map();
for (const text of fs.readFileSync(documents, 'utf8').trim().split('\n')) {
	const doc = gql.parse(text);
	const op = doc.definitions[0];
	docs.set(`${op.operation} ${op.name.value}`, { text, doc, op });
}

// -- replies -----------------------------------------------------------------

const leaves = {
	Int: Number.isInteger,
	Boolean: (v) => typeof v === 'boolean',
	Money: (v) => typeof v === 'string' && /^-?\d+(\.\d+)?$/.test(v),
	UnsignedInt64: (v) => typeof v === 'string' && /^\d+$/.test(v),
	DateTime: (v) => typeof v === 'string' && !Number.isNaN(Date.parse(v)),
	ID: (v) => typeof v === 'string' && v.startsWith('gid://shopify/'),
};

function leaf(v, type) {
	if (gql.isEnumType(type))
		return type.getValue(v) !== undefined;
	return leaves[type.name] ? leaves[type.name](v) : typeof v === 'string';
}

// The fields asked of an object of this type, fragments resolved.
function wanted(schema, type, selections) {
	const all = [];
	for (const s of selections) {
		if (s.kind === 'Field')
			all.push(s);
		else if (gql.doTypesOverlap(schema, type,
			 schema.getType(s.typeCondition.name.value)))
			all.push(...wanted(schema,
					   schema.getType(s.typeCondition.name.value),
					   s.selectionSet.selections)
					 .map((f) => Object.assign({ of: s.typeCondition.name.value }, f)));
	}
	return all;
}

function object(schema, v, type, selections, at, faults) {
	const fields = wanted(schema, type, selections);
	const names = fields.map((f) => f.name.value);
	for (const key of Object.keys(v))
		if (!names.includes(key))
			faults.push(`${at}.${key} was not asked for`);
	for (const f of fields) {
		const name = f.name.value;
		const owner = f.of ? schema.getType(f.of) : type;
		if (!(name in v))
			faults.push(`${at}.${name} is missing`);
		else if (name !== '__typename')
			shape(schema, v[name], owner.getFields()[name].type,
			      f.selectionSet, `${at}.${name}`, faults);
	}
}

function shape(schema, v, type, set, at, faults) {
	if (gql.isNonNullType(type)) {
		if (v === null)
			faults.push(`${at} may not be null`);
		type = type.ofType;
	}
	if (v === null)
		return;
	if (gql.isListType(type)) {
		if (!Array.isArray(v))
			faults.push(`${at} must be a list`);
		else
			v.forEach((one, i) => shape(schema, one, type.ofType, set,
						    `${at}[${i}]`, faults));
	} else if (gql.isLeafType(type)) {
		if (!leaf(v, type))
			faults.push(`${at}: ${JSON.stringify(v)} is no ${type.name}`);
	} else {
		object(schema, v, type, set.selections, at, faults);
	}
}

function reply(version, d, data) {
	const faults = [];
	const root = d.op.operation === 'mutation'
			     ? version.schema.getMutationType()
			     : version.schema.getQueryType();
	object(version.schema, data, root, d.op.selectionSet.selections, 'data',
	       faults);
	return faults.map((f) => `${version.name}: ${f}`);
}

// -- cost, as documented: an object 1, a connection 2 and its size ------------

function cost(set, variables) {
	let sum = 0;
	for (const s of set ? set.selections : []) {
		const inside = s.selectionSet ? cost(s.selectionSet, variables) : 0;
		if (s.kind !== 'Field' || !s.selectionSet) {
			sum += inside;
			continue;
		}
		if (s.name.value === 'pageInfo')
			continue;
		const arg = s.arguments.find((a) => a.name.value === 'first');
		const first = !arg ? 0
			    : arg.value.kind === 'Variable'
				    ? variables[arg.value.name.value]
				    : Number(arg.value.value);
		const names = s.selectionSet.selections.map((f) => f.name && f.name.value);
		if (names.includes('nodes'))
			sum += 2 + first * inside;
		else
			sum += first ? first * (1 + inside) : 1 + inside;
	}
	return sum;
}

// -- fixtures: pairs of request and reply -------------------------------------

function pairs(file) {
	const parts = fs.readFileSync(file, 'utf8').split(/^== /m).slice(1);
	const out = [];
	for (const p of parts) {
		const body = p.slice(p.indexOf('\n\n') + 2).trim();
		if (p.startsWith('request') && body.startsWith('{'))
			out.push({ file: path.basename(file), ask: JSON.parse(body) });
		else if (p.startsWith('reply') && body.startsWith('{') &&
			 out.length && !out[out.length - 1].answer)
			out[out.length - 1].answer = JSON.parse(body);
	}
	return out;
}

const played = fs.readdirSync(fixtures).filter((f) => f.endsWith('.http'))
		 .flatMap((f) => pairs(path.join(fixtures, f)));
const docOf = (ask) => docs.get(ask.query.replace(/^~/, '').replace(/\[.*$/, ''));

function variablesFit(version, d, variables) {
	const got = gql.getVariableValues
			    ? gql.getVariableValues(version.schema,
						    d.op.variableDefinitions || [], variables)
			    : require('graphql/execution/values').getVariableValues(
				      version.schema, d.op.variableDefinitions || [], variables);
	return (got.errors || []).map((e) => `${version.name}: ${e.message}`);
}

// -- the simulator -----------------------------------------------------------

// A fixture's variables in the simulator's world: its fourth order.
function translated(variables) {
	const id = '5000000003';
	return JSON.parse(JSON.stringify(variables)
		.replace(/FulfillmentLineItem\/\d+/g, `FulfillmentLineItem/${id}-${id}`)
		.replace(/(Order|OrderTransaction|LineItem)\/\d+/g, `$1/${id}`)
		.replace(/ShopifyPaymentsDispute\/\d+/g, 'ShopifyPaymentsDispute/5000000000')
		.replace(/"shopify_payments"/g, '"bogus"').replace(/"EUR"/g, '"USD"').replace(/"amount":"[\d.]+"/g, '"amount":"1.00"')
		.replace(/"quantity":\d+/g, '"quantity":1').replace(/"after":"[^"]*"/g, '"after":null'));
}

async function ask(version, d, variables) {
	const answer = await fetch(`${url}/admin/api/${version.name}/graphql.json`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': 'shpat_static' },
		body: JSON.stringify({ query: d.text, variables }),
	});
	return answer.json();
}

function firstAsk(key) {
	const [kind, name] = key.split(' ');
	const p = played.find((q) => docOf(q.ask) === docs.get(`${kind} ${name}`) && q.answer &&
		q.answer.data && (kind === 'query' || !JSON.stringify(q.answer).includes('message')));
	return p ? p.ask.variables : null;
}

async function main() {
	const wrong = gql.validate(versions[0].schema, gql.parse('query X{shop{nothing}}'));
	test('a field that does not exist would be found', wrong.length ? [] : ['it is not']);
	const probe = docs.get('query Probe');
	test('a reply with a member too many, too few or of another type would be found',
	     reply(versions[0], probe, { shop: { id: 1, more: 2 } }).length >= 5 ? [] : ['it is not']);
	for (const [key, d] of docs)
		test(`${key} is valid in ${versions.map((v) => v.name).join(' and ')}`,
		     versions.flatMap((v) => gql.validate(v.schema, d.doc)
					       .map((e) => `${v.name}: ${e.message}`)));
	for (const [key, d] of docs) {
		const points = cost(d.op.selectionSet, { n: 12 });
		test(`${key} costs at most 1,000 points (${points})`,
		     points <= 1000 ? [] : [`${points}`]);
	}
	test('every operation is played by a fixture',
	     [...docs.keys()].filter((k) => !played.some((p) => docOf(p.ask) === docs.get(k))));
	test(`the variables of ${played.length} requests fit`,
	     played.flatMap((p) => versions.flatMap((v) =>
		     variablesFit(v, docOf(p.ask), p.ask.variables).map((f) => `${p.file}: ${f}`))));
	const answered = played.filter((p) => p.answer && p.answer.data);
	test(`the replies of ${answered.length} fixtures have the shape of the schema`,
	     answered.flatMap((p) => versions.flatMap((v) => {
		     // Fields that Shopify hides come as null.
		     const denied = p.answer.errors && p.answer.errors.length;
		     return denied ? [] : reply(v, docOf(p.ask), p.answer.data)
				     .map((f) => `${p.file}: ${f}`);
	     })));
	for (const [key, d] of docs) {
		const faults = [];
		const variables = translated(firstAsk(key) || {});
		for (const v of versions) {
			const answer = await ask(v, d, variables);
			if (!answer.data)
				faults.push(`${v.name}: ${JSON.stringify(answer)}`);
			else
				faults.push(...reply(v, d, answer.data));
			if (v === versions[0] && d.op.operation === 'mutation' &&
			    JSON.stringify(answer).includes('"message"'))
				faults.push(`it was turned down: ${JSON.stringify(answer.data)}`);
		}
		test(`the simulator answers ${key} in the shape of the schema`, faults);
	}
	console.log(`1..${n}`);
}
main();
