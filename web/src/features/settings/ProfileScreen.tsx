import type { Settings } from "../../api/types";
import { SelectField } from "../../ui/Field";
import { CountrySelect } from "../companies/public";
import { NameForm } from "./NameForm";
import { OrganisationPage } from "./OrganisationPage";
import { SettingsForm } from "./SettingsForm";
import { useSettings } from "./useSettings";

/** Who the MSP is, and where: its name, its time zone, its country. */
export function ProfileScreen() {
  return (
    <OrganisationPage
      title="Profile"
      says="Your name, and where you are. Mails and ticket notes tell times by your time zone."
      query={useSettings()}
    >
      {(settings) => (
        <>
          <NameForm />
          <Place settings={settings} />
        </>
      )}
    </OrganisationPage>
  );
}

function Place({ settings }: { settings: Settings }) {
  return (
    <SettingsForm label="Time zone and country" settings={settings} fields={["time_zone", "country"]}>
      {({ draft, change, error }) => (
        <>
          <SelectField
            label="Time zone"
            hint="Mails to your own people tell times by it, and so do notes in tickets, beside UTC."
            value={draft.time_zone ?? "UTC"}
            onChange={(time_zone) => change({ time_zone })}
            error={error("time_zone")}
          >
            {timeZones(draft.time_zone).map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </SelectField>
          <CountrySelect
            label="Country of numbers without a country code"
            hint="For companies whose own country is not known. Without one, such numbers cannot be used: nobody guesses."
            unknown="Not known"
            value={draft.country ?? ""}
            onChange={(country) => change({ country })}
          />
        </>
      )}
    </SettingsForm>
  );
}

/** The zones that browsers know, with UTC and the chosen one among them. */
function timeZones(chosen: string | undefined): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(chosen ? [chosen] : [])])];
}
