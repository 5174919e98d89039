// Sends with an official client what the test asks for, and prints what came of it as JSON.
// node send.mjs PACKAGE CONNECTION_STRING '{"from": …, "to": […], "message": …, "options": {…}}'

const [name, connectionString, text] = process.argv.slice(2);
const { SmsClient } = await import(name);
const { from, to, message, options } = JSON.parse(text);
const client = new SmsClient(connectionString, { allowInsecureConnection: true });
try {
  console.log(JSON.stringify({ results: await client.send({ from, to, message }, options) }));
} catch (error) {
  console.log(JSON.stringify({ statusCode: error.statusCode, code: error.code, name: error.name }));
}
