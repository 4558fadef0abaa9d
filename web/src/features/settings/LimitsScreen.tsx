import { NumberField } from "../../ui/Field";
import { OrganisationPage } from "./OrganisationPage";
import { SettingsForm } from "./SettingsForm";
import { useSettings } from "./useSettings";

/** How much may be sent, over all technicians and programs. */
export function LimitsScreen() {
  return (
    <OrganisationPage
      title="Limits"
      says="How much may be sent at most, so that neither a mistake nor a thief runs up a bill."
      query={useSettings()}
    >
      {(settings) => (
        <SettingsForm label="Limits" settings={settings} fields={["sends_per_minute", "spend_per_day_cents"]}>
          {({ draft, change, error }) => (
            <>
              <NumberField
                label="Messages at most"
                unit="a minute"
                min={1}
                max={600}
                hint="Over all technicians and programs."
                value={draft.sends_per_minute}
                onChange={(sends_per_minute) => change({ sends_per_minute })}
                error={error("sends_per_minute")}
              />
              <NumberField
                label="SMS and calls at most"
                unit="US dollars a day"
                min={0}
                max={10_000}
                step={0.01}
                hint="By our own price table. E-mail goes on when it is used up."
                value={draft.spend_per_day_cents / 100}
                onChange={(dollars) => change({ spend_per_day_cents: Math.round(dollars * 100) })}
                error={error("spend_per_day_cents")}
              />
            </>
          )}
        </SettingsForm>
      )}
    </OrganisationPage>
  );
}
