import { NumberField } from "../../ui/Field";
import { OrganisationPage } from "./OrganisationPage";
import { SettingsForm } from "./SettingsForm";
import { useSettings } from "./useSettings";

/** How long the MSP keeps who was verified. */
export function RetentionScreen() {
  return (
    <OrganisationPage
      title="Retention"
      says="How long it stays known who was verified. Evidence and the audit log stay for good."
      query={useSettings()}
    >
      {(settings) => (
        <SettingsForm label="Retention" settings={settings} fields={["retention_days"]}>
          {({ draft, change, error }) => (
            <NumberField
              label="Keep closed verifications for"
              unit="days"
              min={30}
              max={3650}
              hint="After that, who and where are erased. The evidence stays, and names nobody."
              value={draft.retention_days}
              onChange={(retention_days) => change({ retention_days })}
              error={error("retention_days")}
            />
          )}
        </SettingsForm>
      )}
    </OrganisationPage>
  );
}
