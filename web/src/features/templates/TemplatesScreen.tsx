import { Link, useMatch } from "@tanstack/react-router";
import { LoadError } from "../../api/LoadError";
import { Empty } from "../../ui/Empty";
import { useRowKeys } from "../../ui/RowKeys";
import { Skeleton } from "../../ui/Skeleton";
import { useTitle } from "../../ui/useTitle";
import { TemplateEditor } from "./TemplateEditor";
import "./templates.css";
import { templateKinds } from "./labels";
import { useTemplates } from "./useTemplates";

/** What people read and hear. */
export function TemplatesScreen() {
  useTitle("Templates");
  const chosen =
    useMatch({ from: "/desk/manage/templates/$kind", shouldThrow: false })?.params.kind ?? templateKinds[0]?.kind;
  const templates = useTemplates();
  const onKeyDown = useRowKeys();
  const template = templates.data?.items.find((each) => each.kind === chosen);
  return (
    <div className="screen">
      <header>
        <h1>Templates</h1>
      </header>
      <div className="side-by-side">
        <nav aria-label="Texts" onKeyDown={onKeyDown}>
          <ul className="card side-list">
            {templateKinds.map(({ kind, label }) => (
              <li key={kind}>
                <Link
                  to="/manage/templates/$kind"
                  params={{ kind }}
                  data-row=""
                  aria-current={kind === chosen ? "page" : undefined}
                >
                  <span>{label}</span>
                  {templates.data?.items.find((each) => each.kind === kind)?.built_in === false && (
                    <span className="chip end">yours</span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {templates.isError ? (
          <div className="card">
            <LoadError query={templates} />
          </div>
        ) : !templates.data ? (
          <div className="card pad">
            <Skeleton lines={10} />
          </div>
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
