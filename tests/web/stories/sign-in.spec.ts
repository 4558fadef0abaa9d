import { dev } from "../harness/dev";
import { link } from "../harness/sandbox";
import { expect, signIn, test } from "../harness/story";
import { totp } from "../harness/totp";

const password = "a heron waits by the quiet water";

test("a wrong password is told in words; the right one leads to where one wanted to go", async ({ browserFor }) => {
  const { page } = await browserFor();
  await page.goto("/audit"); // an old address, which leads on
  await signIn(page, dev().console_email, "not the password at all");
  await expect(page.getByRole("alert")).toContainText("That does not match");
  await signIn(page, dev().console_email);
  await expect(page.getByRole("heading", { name: "Audit and evidence" })).toBeVisible();
  await expect(page).toHaveURL(/\/manage\/audit$/);

  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText("Your session has ended.")).toHaveCount(0); // they ended it themselves
});

test("password managers know every field", async ({ browserFor }) => {
  const { page } = await browserFor();
  await page.goto("/");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("autocomplete", "username");
  await expect(page.getByLabel("Password")).toHaveAttribute("autocomplete", "current-password");
  await expect(page.getByLabel("E-mail")).toBeFocused();
});

test("an invited colleague sets a password and an authenticator, and comes back with a recovery code", async ({
  desk,
  browserFor,
  priya,
}) => {
  const email = await desk.invite({ name: "Lee Park", use_mfa: true });
  const { page } = await browserFor();
  const invitation = await link(email, "/set-password");
  await page.goto(invitation);
  await expect(page).toHaveURL(/\/set-password$/); // the token stays in no history
  await expect(page.getByRole("heading", { name: "Welcome to Bluepeak IT" })).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveAttribute("autocomplete", "new-password");
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();

  await expect(page.getByRole("heading", { name: "Set up your authenticator" })).toBeVisible();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await page.getByText("Cannot scan?").click();
  const secret = (await page.locator("[data-totp-secret]").textContent()) ?? "";
  await page.getByLabel("Six digits").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Six digits").fill(totp(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.locator(".recovery li").first()).toBeVisible();
  const recovery = await page.locator(".recovery li").allTextContents();
  expect(recovery.length).toBeGreaterThanOrEqual(8);
  await expect(page.getByRole("button", { name: "Go to the desk" })).toBeDisabled();
  await page.getByLabel("I have kept them").check();
  await page.getByRole("button", { name: "Go to the desk" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for you" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Manage" })).toHaveCount(0);

  const again = (await browserFor()).page;
  await again.goto("/");
  await signIn(again, email, password);
  await expect(again.getByLabel("Six digits")).toHaveAttribute("autocomplete", "one-time-code");
  await again.getByRole("button", { name: /recovery code/ }).click();
  await again.getByLabel("Recovery code").fill(recovery[0] as string);
  await again.getByRole("button", { name: "Go on" }).click();
  await expect(again.getByRole("heading", { name: "Waiting for you" })).toBeVisible();

  await page.goto(invitation);
  await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();

  // An authenticator is forgotten for good: that is asked about first.
  await priya.page.goto("/manage/team");
  const row = priya.page.getByRole("row", { name: email });
  await expect(row).toContainText("Set up");
  await row.getByRole("button").click();
  await priya.page.getByRole("button", { name: "Forget the lost authenticator" }).click();
  await expect(priya.page.getByRole("dialog")).toContainText("call them back");
  await expect(row).toContainText("Set up");
  await priya.page.getByRole("button", { name: "Forget it for good" }).click();
  await expect(row).toContainText("Due at sign-in");
});

test("a new set-up link works in the tab of a dead one, and tells inline how much a password lacks", async ({
  desk,
  browserFor,
}) => {
  const email = await desk.invite({ name: "Ida Holm" });
  const { page } = await browserFor();
  await page.goto("/set-password#token=dead");
  await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
  const fresh = await link(email, "/set-password");
  await page.evaluate((address) => window.location.assign(address), fresh); // pasted: the fragment alone changes
  await expect(page.getByRole("heading", { name: "Welcome to Bluepeak IT" })).toBeVisible();
  await expect(page).toHaveURL(/\/set-password$/);

  await page.getByLabel("New password").fill("too short");
  await expect(page.getByText("3 characters more.")).toBeVisible();
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("New password").fill(password);
  await expect(page.getByText("Long enough.")).toBeVisible();
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for you" })).toBeVisible();
});

test("a forgotten password is set anew by mail, and nobody learns whether an address is known", async ({
  desk,
  browserFor,
}) => {
  const email = await desk.invite({ name: "Mara Voss" });
  const { page } = await browserFor();
  await page.goto(await link(email, "/set-password"));
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Waiting for you" })).toBeVisible();

  const forgetful = (await browserFor()).page;
  for (const address of ["nobody@bluepeak.example", email]) {
    await forgetful.goto("/");
    await forgetful.getByRole("link", { name: "Forgotten your password?" }).click();
    await forgetful.getByLabel("E-mail").fill(address);
    await forgetful.getByRole("button", { name: "Send the link" }).click();
    await expect(forgetful.getByText(`If ${address} belongs to an account`)).toBeVisible();
  }
  await forgetful.goto(await link(email, "/set-password", 2));
  await expect(forgetful.getByRole("heading", { name: "Set a new password" })).toBeVisible();
  await forgetful.getByLabel("New password").fill(`${password} again`);
  await forgetful.getByRole("button", { name: "Set the password" }).click();
  await expect(forgetful.getByRole("heading", { name: "Waiting for you" })).toBeVisible();

  // Every other session of the person has ended, and is told so.
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("status")).toContainText("Your session has ended.");
});

test("one who may use the pod only is told so", async ({ desk, browserFor }) => {
  const email = await desk.invite({ name: "Tom Berg", allow_ui: false });
  const { page } = await browserFor();
  await page.goto(await link(email, "/set-password"));
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Your desk is the pod" })).toBeVisible();
});

test("a technician sees no admin's screens", async ({ sam: { page } }) => {
  for (const name of ["Manage", "First steps", "To review"])
    await expect(page.getByRole("link", { name })).toHaveCount(0);
  for (const address of ["/api-keys", "/manage/team", "/manage"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "This is for admins" })).toBeVisible();
  }
});
