import { Link, useMatch } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { Empty } from "../../ui/Empty";
import { useRowKeys } from "../../ui/RowKeys";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { BrandingEditor } from "./BrandingEditor";
import { TemplateEditor } from "./TemplateEditor";
import "./templates.css";
import { templateKinds } from "./labels";
import { useBranding, useTemplates } from "./useTemplates";

/** What people read and hear, and how it looks. */
export function TemplatesScreen() {
  useTitle("Templates and branding");
  const chosen = useMatch({ from: "/desk/manage/templates/$kind", shouldThrow: false })?.params.kind ?? "branding";
  const templates = useTemplates();
  const branding = useBranding();
  const onKeyDown = useRowKeys();
  const failed = templates.isError ? templates : branding.isError ? branding : undefined;
  const template = templates.data?.items.find((each) => each.kind === chosen);
  return (
    <div className="screen">
      <header>
        <h1>Templates and branding</h1>
      </header>
      <div className="side-by-side">
        <nav aria-label="Texts" onKeyDown={onKeyDown}>
          <ul className="card side-list">
            <li>
              <Link to="/manage/templates" data-row="" activeOptions={{ exact: true }}>
                Branding
              </Link>
            </li>
            {templateKinds.map(({ kind, label }) => (
              <li key={kind}>
                <Link to="/manage/templates/$kind" params={{ kind }} data-row="">
                  <span className="clip">{label}</span>
                  {templates.data?.items.find((each) => each.kind === kind)?.built_in === false && (
                    <span className="chip end">yours</span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {failed ? (
          <div className="card">
            <LoadError query={failed} />
          </div>
        ) : !templates.data || !branding.data ? (
          <div className="card pad">
            <Skeleton lines={10} />
          </div>
        ) : chosen === "branding" ? (
          <BrandingEditor branding={branding.data} templates={templates.data.items} />
        ) : template ? (
          <TemplateEditor key={template.kind} template={template} />
        ) : (
          <div className="card">
            <Empty title="There is no such text">Choose one from the list.</Empty>
          </div>
        )}
      </div>
    </div>
  );
}
