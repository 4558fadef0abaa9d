import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/ApiContext";
import { unwrap } from "../../api/client";
import { fieldError } from "../../api/fieldErrors";
import { keys } from "../../api/keys";
import { LoadError } from "../../api/LoadError";
import { FormProblem } from "../../api/ProblemNote";
import type { Settings } from "../../api/types";
import { NumberField, SelectField } from "../../ui/Field";
import { Form } from "../../ui/Form";
import { SaveBar } from "../../ui/SaveBar";
import { Skeleton } from "../../ui/Skeleton";
import { useDraft } from "../../ui/useDraft";
import { useTitle } from "../../ui/useTitle";
import { CountrySelect } from "../companies/public";
import "./settings.css";

/** What holds for the MSP as a whole: how long things are kept, and how much may be sent. */
export function LimitsScreen() {
  useTitle("Retention and limits");
  const api = useApi();
  const query = useQuery({
    queryKey: keys.settings,
    queryFn: ({ signal }) => unwrap(api.GET("/settings", { signal })),
  });
  return (
    <div className="screen narrow">
      <header>
        <h1>Retention and limits</h1>
      </header>
      {query.isError ? (
        <div className="card">
          <LoadError query={query} />
        </div>
      ) : !query.data ? (
        <div className="card pad">
          <Skeleton lines={8} />
        </div>
      ) : (
        <LimitsForm settings={query.data} />
      )}
    </div>
  );
}

/** The zones that browsers know, with UTC and the chosen one among them. */
function timeZones(chosen: string | undefined): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), ...(chosen ? [chosen] : [])])];
}

function LimitsForm({ settings }: { settings: Settings }) {
  const api = useApi();
  const client = useQueryClient();
  const { draft, change, undo, changed } = useDraft(settings);
  const save = useMutation({
    mutationFn: (body: Settings) => unwrap(api.PUT("/settings", { body })),
    onSuccess: (saved) => client.setQueryData(keys.settings, saved),
  });
  return (
    <Form className="card" aria-label="Retention and limits" onSubmit={() => save.mutate(draft)}>
      <div className="card-body stack wide">
        <NumberField
          label="Keep closed verifications for"
          unit="days"
          min={30}
          max={3650}
          hint="After that, who and where are erased. The evidence stays, and names nobody."
          value={draft.retention_days}
          onChange={(retention_days) => change({ retention_days })}
          error={fieldError(save.error, "retention_days")}
        />
        <NumberField
          label="Messages at most"
          unit="a minute"
          min={1}
          max={600}
          hint="Over all technicians and programs."
          value={draft.sends_per_minute}
          onChange={(sends_per_minute) => change({ sends_per_minute })}
          error={fieldError(save.error, "sends_per_minute")}
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
          error={fieldError(save.error, "spend_per_day_cents")}
        />
        <SelectField
          label="Time zone"
          hint="Mails to your own people tell times by it."
          value={draft.time_zone ?? "UTC"}
          onChange={(time_zone) => change({ time_zone })}
          error={fieldError(save.error, "time_zone")}
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
        <FormProblem
          error={save.error}
          fields={["retention_days", "sends_per_minute", "spend_per_day_cents", "time_zone", "country"]}
        />
      </div>
      <SaveBar changed={changed} busy={save.isPending} onUndo={undo} />
    </Form>
  );
}
