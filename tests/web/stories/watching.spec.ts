import { code } from "../harness/sandbox";
import { expect, panel, test } from "../harness/story";

test("a second technician watches, is warned, and cannot act", async ({ desk, sam, priya }) => {
  const ana = await desk.person("Ana Torres");
  await sam.page.goto(`/contacts/${ana.id}`);
  await priya.page.goto(`/contacts/${ana.id}`);
  await expect(priya.page.getByRole("heading", { name: "Ways to reach Ana" })).toBeVisible();
  await sam.page.getByLabel("Ticket").fill("990213");
  await panel(sam.page).channel("SMS code").click();
  const right = await code(ana.mobile);

  const watching = priya.page.getByRole("region", { name: "Another call" });
  await expect(watching).toContainText(`Another call claims to be ${ana.name}`);
  await expect(panel(priya.page).digits()).toHaveCount(0);
  await expect(watching.getByRole("button")).toHaveCount(0);
  // Clients of other stories may wait for a code meanwhile, which the place says first.
  await expect(priya.page.getByRole("link", { name: /Verifications \d+ (open|waiting)/ })).toBeVisible();

  await panel(sam.page).digits().fill(right);
  await expect(panel(sam.page).outcome()).toContainText(`${ana.name} is verified`);
  const seen = panel(priya.page).outcome();
  await expect(seen).toContainText("Sam Rivera's call");
  await expect(seen).toContainText("This says nothing about whoever is on your line");
});

test("one who starts the same person joins as a watcher", async ({ desk, sam, priya }) => {
  const ana = await desk.person("Ana Torres");
  await sam.page.goto(`/contacts/${ana.id}`);
  await priya.page.goto(`/contacts/${ana.id}`);
  await expect(panel(priya.page).channel("SMS code")).toBeEnabled();
  // Both press at the same moment: one leads, the other watches, and one message goes out.
  await expect(panel(sam.page).channel("SMS code")).toBeEnabled();
  await Promise.all(
    [sam, priya].map(({ page }) =>
      page.evaluate(() => document.querySelector<HTMLElement>(".channel-buttons button")?.click()),
    ),
  );
  const leads = (page: typeof sam.page) => panel(page).digits().count();
  await expect.poll(async () => (await leads(sam.page)) + (await leads(priya.page))).toBe(1);
  const watcher = (await leads(sam.page)) === 1 ? priya.page : sam.page;
  await expect(watcher.getByRole("region", { name: "Another call" })).toBeVisible();
});
