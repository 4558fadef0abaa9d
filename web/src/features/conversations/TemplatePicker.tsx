import type { ConversationTemplate } from "../../api/types";
import { Menu } from "../../ui/Menu";
import { withTriggers } from "./placeholders";
import { useConversationTemplates } from "./useConversations";

/** Begins a text from one that is kept. */
export function TemplatePicker({
  disabled = false,
  onChoose,
  onManage,
}: {
  disabled?: boolean;
  onChoose: (template: ConversationTemplate) => void;
  onManage?: () => void;
}) {
  const templates = useConversationTemplates();
  const items = templates.data?.items ?? [];
  return (
    <Menu
      label="Templates"
      side="left"
      className="quiet"
      disabled={disabled}
      button={
        <>
          Templates <span aria-hidden="true">▾</span>
        </>
      }
      note={
        templates.isError
          ? "The list could not be loaded"
          : templates.isSuccess && items.length === 0
            ? "No templates yet"
            : undefined
      }
      items={[
        ...items.map((each) => ({
          label: (
            <span className="clip">
              <bdi>{each.name}</bdi>
            </span>
          ),
          onChoose: () =>
            onChoose({ ...each, body: withTriggers(each.body), subject: each.subject && withTriggers(each.subject) }),
        })),
        ...(onManage ? [{ label: <span className="soft">Add or change templates</span>, onChoose: onManage }] : []),
      ]}
    />
  );
}
