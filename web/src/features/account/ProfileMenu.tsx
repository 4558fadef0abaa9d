import { useState } from "react";
import type { Session } from "../../api/types";
import { useSignOut } from "../../session/useSession";
import { chooseTheme, chosenTheme, type Theme } from "../../theme/theme";
import { Menu } from "../../ui/Menu";
import { PasswordDialog } from "./PasswordDialog";
import { ProfileDialog } from "./ProfileDialog";
import { SessionsDialog } from "./SessionsDialog";

const themes: { theme: Theme; label: string }[] = [
  { theme: "system", label: "Light or dark as the system" },
  { theme: "light", label: "Light" },
  { theme: "dark", label: "Dark" },
];

export function ProfileMenu({ session }: { session: Session }) {
  const signOut = useSignOut();
  const [theme, setTheme] = useState(chosenTheme);
  const [sheet, setSheet] = useState<"profile" | "password" | "sessions">();
  const { user } = session;
  return (
    <>
      <Menu
        label={`Your account, ${user.name}`}
        side="left"
        className="quiet profile"
        button={
          <>
            <span className="initials" data-initials={initials(user.name)} aria-hidden="true" />
            <span className="clip">
              <bdi>{user.name}</bdi>
            </span>
          </>
        }
        note={user.email}
        items={[
          { label: "Name and notifications", onChoose: () => setSheet("profile") },
          { label: "Change password", onChoose: () => setSheet("password") },
          { label: "Where you are signed in", onChoose: () => setSheet("sessions") },
          ...themes.map((each) => ({
            label: each.label,
            checked: theme === each.theme,
            onChoose: () => {
              chooseTheme(each.theme);
              setTheme(each.theme);
            },
          })),
          { label: "Sign out", onChoose: () => void signOut() },
        ]}
      />
      {sheet === "profile" && <ProfileDialog user={user} onClose={() => setSheet(undefined)} />}
      {sheet === "sessions" && <SessionsDialog onClose={() => setSheet(undefined)} />}
      {sheet === "password" && <PasswordDialog onClose={() => setSheet(undefined)} />}
    </>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word[0])
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join("")
    .toUpperCase();
}
