// A real OpenID provider for the tests, on a port of this machine that is free. Who signs in there, and how it is told of
// them, stands in the cookie "wie" of the browser, so that a test decides. Its one argument is the folder of npm's packages.
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { default: Provider } = await import(pathToFileURL(path.join(process.argv[2], "oidc-provider/lib/index.js")).href);

// Each account: what is told of the address, and how somebody showed who they are (RFC 8176).
const accounts = {
  contact: { email: "contact@hilversum.example", email_verified: true, amr: ["pwd"] },
  medewerker: { email: "secretariaat@regio.example", email_verified: true, amr: ["pwd", "mfa"] },
  zwak: { email: "secretariaat@regio.example", email_verified: true, amr: ["pwd"] },
  ongezien: { email: "contact@hilversum.example", email_verified: false, amr: ["pwd"] },
  vreemd: { email: "niemand@elders.example", email_verified: true, amr: ["pwd"] },
};

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
const back = process.argv[3];

const provider = new Provider(issuer, {
  clients: [{ client_id: "convenant", client_secret: "geheim-van-de-test", redirect_uris: [back], response_types: ["code"], grant_types: ["authorization_code"] }],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"] },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  cookies: { keys: ["sleutel-van-de-test"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  interactions: { url: (_, interaction) => `/doe/${interaction.uid}` },
});

// In the place of a page on which somebody signs in and agrees.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/doe/")) return next();
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const who = ctx.cookies.get("wie");
  let result;
  if (!accounts[who]) {
    result = { error: "access_denied", error_description: "not known here" };
  } else if (details.prompt.name === "login") {
    result = { login: { accountId: who, amr: accounts[who].amr } };
  } else {
    const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
    grant.addOIDCScope("openid email");
    result = { consent: { grantId: await grant.save() } };
  }
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
  ctx.respond = false;
});

server.on("request", provider.callback());
console.log(issuer);
