import { useState } from "react";
import type { Message } from "../../api/types";
import { mediaLabel } from "./messageLabels";

type Media = NonNullable<Message["media"]>[number];

/** The kinds that every browser draws. */
const drawn = /^image\/(jpeg|png|gif|webp)$/;

/** What came with a message: the picture where it can be drawn and read, else a word. */
export function Picture(props: { media: Media; at: number; message: string; conversation: string | undefined }) {
  const { media, at, message, conversation } = props;
  const [lost, lose] = useState(false);
  const word = mediaLabel(media.content_type);
  if (!media.accepted)
    return (
      <span className="chip bad" title={media.content_type}>
        {word}, not taken{media.reason ? `: ${media.reason}` : ""}
      </span>
    );
  if (lost || !conversation || !drawn.test(media.content_type))
    return (
      <span className="chip" title={media.content_type}>
        {word}
        {lost ? ", cannot be shown now" : ""}
      </span>
    );
  const address = `/v1/conversations/${conversation}/picture?message_id=${message}&position=${at}`;
  return (
    <a href={address} target="_blank" rel="noreferrer" className="picture">
      <img src={address} alt={`${word} ${at + 1} that they sent`} loading="lazy" onError={() => lose(true)} />
    </a>
  );
}
