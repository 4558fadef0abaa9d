import { randomInt } from "node:crypto";
import { api } from "../harness/api";
import { expect, test } from "../harness/story";
import { unique } from "../harness/unique";

test("where no way to a person is open, the screen says so and sends nobody to another way", async ({
  desk,
  priya: { page },
}) => {
  await desk.policy({ countries: ["DE"] });
  const ana = await api.addContact({
    name: `Ana Torres ${unique()}`,
    mobile: `+1415${randomInt(2_000_000, 9_999_999)}`,
    company_id: desk.company.id,
  });
  await page.goto(`/contacts/${ana.id}`);
  await expect(page.getByText("No way is open now.")).toBeVisible();
  await expect(page.getByText("another way")).toHaveCount(0);
});
