import { LoadError } from "../../api/LoadError";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { BrandingEditor } from "./BrandingEditor";
import "./templates.css";
import { useBranding, useTemplates } from "./useTemplates";

/** How the MSP looks to its clients: logo, colours, and who messages come from. */
export function LookScreen() {
  useTitle("Look");
  const templates = useTemplates();
  const branding = useBranding();
  const failed = templates.isError ? templates : branding.isError ? branding : undefined;
  return (
    <div className="screen">
      <header>
        <h1>Look</h1>
      </header>
      {failed ? (
        <div className="card">
          <LoadError query={failed} />
        </div>
      ) : !templates.data || !branding.data ? (
        <div className="card pad">
          <Skeleton lines={10} />
        </div>
      ) : (
        <BrandingEditor branding={branding.data} templates={templates.data.items} />
      )}
    </div>
  );
}
