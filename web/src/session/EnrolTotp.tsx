import { PreauthPage } from "./PreauthPage";
import { TotpEnrolment } from "./TotpEnrolment";

/** The page that sets up an authenticator before anything else. */
export function EnrolTotp({ onDone }: { onDone: () => void }) {
  return (
    <PreauthPage title="Set up your authenticator">
      <TotpEnrolment onDone={onDone} />
    </PreauthPage>
  );
}
