import { Stepper } from "../../ui/Stepper";

export function StepperPage() {
  return (
    <Stepper
      label="Connecting ConnectWise"
      steps={[
        { name: "Keys", state: "done" },
        { name: "Rights", state: "wrong" },
        { name: "Try it", state: "now" },
        { name: "First sync", state: "later" },
      ]}
    />
  );
}
