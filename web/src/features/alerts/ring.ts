/** What has rung already, so that of several tabs one rings, and a reload rings nothing again. */
const rungKey = "countersign.rung";
const remembered = 50;

/** True the first time that something is to ring, in whichever tab. */
export function ringsFirst(id: string, storage: Pick<Storage, "getItem" | "setItem"> = localStorage): boolean {
  const rung = read(storage);
  if (rung.includes(id)) return false;
  storage.setItem(rungKey, JSON.stringify([...rung.slice(1 - remembered), id]));
  return true;
}

function read(storage: Pick<Storage, "getItem">): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(rungKey) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Two short tones. Browsers play none before somebody has pressed something on the page. */
export function playTones(): void {
  try {
    const sound = new AudioContext();
    for (const [pitch, at] of [
      [880, 0],
      [660, 0.22],
    ] as const) {
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      const start = sound.currentTime + at;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.2, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + 0.21);
    }
    setTimeout(() => void sound.close(), 1000);
  } catch {
    // A browser without sound still shows the bar.
  }
}

/** A notice of the desktop, where it was allowed. It names nobody: it may be seen by whoever stands behind the desk. */
export function showNotice(title: string, tag: string, onClick: () => void): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const notice = new Notification(title, { tag, requireInteraction: true });
  notice.onclick = () => {
    window.focus();
    onClick();
    notice.close();
  };
}
