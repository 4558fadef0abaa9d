import { code, fault } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("a message that the carrier refuses says so, and another way goes on", async ({ desk, sam: { page } }) => {
  await desk.policy({ send_pauses_seconds: [0, 0, 0, 0] });
  const ana = await desk.person("Ana Torres");
  await fault("twilio", "refuse", ana.mobile, 5);
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome } = panel(page);
  await channel("SMS code").click();
  await expect(page.getByText(/did not get through|nothing could be sent/)).toBeVisible({ timeout: 40_000 });
  await channel("E-mail code").click();
  await digits().fill(await code(ana.email));
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
});

test("what may or may not have gone out is called just that, and can be sent again", async ({
  desk,
  sam: { page },
}) => {
  await desk.policy({ send_pauses_seconds: [0, 0, 0, 0] });
  // An event about the mail would settle within moments what the lost answer left open.
  const ana = await desk.person("Quiet Torres");
  await fault("sendgrid", "accept_then_drop", ana.email, 1);
  await page.goto(`/contacts/${ana.id}`);
  const { channel, digits, outcome } = panel(page);
  await channel("E-mail code").click();
  await expect(page.getByText(/We cannot tell whether the message/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Send a new code" }).click();
  await digits().fill(await code(ana.email, 2));
  await expect(outcome()).toHaveAttribute("data-outcome", "approved");
});
