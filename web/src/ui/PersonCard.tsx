import type { ReactNode } from "react";
import { Name } from "./Name";
import { Shield, type ShieldState } from "./Shield";
import "./PersonCard.css";

/** One person, told apart from others of the same name: the whole name, the company, and a second line. */
export function PersonCard(props: {
  name: string;
  company: string;
  /** What tells namesakes apart: a masked address, a title, "changed today". */
  line?: ReactNode;
  shield: ShieldState;
  /** The word of the shield. */
  status: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="person-card">
      <Shield state={props.shield} big />
      <div className="who">
        <Name strong className="">
          {props.name}
        </Name>
        <Name className="soft">{props.company}</Name>
        {props.line !== undefined && <span className="soft">{props.line}</span>}
        <span>{props.status}</span>
      </div>
      {props.children}
    </div>
  );
}
