// Calls the functions of the example in Node.
//
//	node node.js WASM_EXEC PROGRAM call FUNCTION URL CART...   prints what the promises come to
//	node node.js WASM_EXEC PROGRAM waiting FUNCTION CALLS      prints the bytes of a call that waits
"use strict";

const fs = require("fs");
const [wasmExec, program, command, name, ...args] = process.argv.slice(2);
require(wasmExec);

async function call(url, ...carts) {
	const results = await Promise.all(carts.map(async cart => {
		try {
			return cart + ": " + await shop[name](url, cart);
		} catch (e) {
			return cart + ": " + e;
		}
	}));
	console.log(results.join("\n"));
}

async function waiting(calls) {
	let answers = [];
	globalThis.fetch = () => new Promise(resolve => answers.push(resolve));
	const response = value => ({ status: 200, json: async () => value });
	const turn = () => new Promise(resolve => setTimeout(resolve, 20));
	const run = async n => {
		const before = shop.memory();
		const all = [];
		for (let i = 0; i < n; i++) all.push(shop[name]("", "cart"));
		await turn();
		for (const resolve of answers.splice(0)) resolve(response([{ name: "tea", count: 1 }]));
		while (answers.length < n) await turn(); // they wait for the price
		const bytes = (shop.memory() - before) / n;
		for (const resolve of answers.splice(0)) resolve(response(1));
		const sum = (await Promise.all(all)).reduce((a, b) => a + b, 0);
		if (sum !== n) throw new Error(`${n} calls came to ${sum}`);
		return bytes;
	};
	await run(100);
	console.log(Math.round(await run(Number(calls))));
}

const go = new Go();
go.exit = code => { process.exitCode = code; };
process.on("exit", code => { // as in wasm_exec_node.js: what waits for ever is a deadlock
	if (code === 0 && !go.exited) {
		go._pendingEvent = { id: 0 };
		go._resume();
	}
});
WebAssembly.instantiate(fs.readFileSync(program), go.importObject).then(({ instance }) => {
	const over = go.run(instance);
	({ call, waiting })[command](...args).catch(e => { console.error(e); process.exitCode = 1; });
	return over;
});
