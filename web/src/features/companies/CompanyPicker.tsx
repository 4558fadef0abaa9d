import { useState } from "react";
import type { Ref } from "../../api/types";
import { useCompanies } from "../../api/useCompanies";
import { Combobox } from "../../ui/Combobox";
import { useDebounced } from "../../ui/useDebounced";

interface Props {
  label: string;
  /** Hides the label where the surroundings say it. */
  labelHidden?: boolean;
  value: Ref | undefined;
  onChange: (company: Ref | undefined) => void;
  placeholder?: string;
  required?: boolean;
  error?: string | undefined;
  /** Offers to add a company under the typed name. */
  onCreate?: (name: string) => void;
}

/** Finds a company by typing. */
export function CompanyPicker(props: Props) {
  const { label, labelHidden, value, onChange, placeholder = "Type a name", required, error, onCreate } = props;
  const [typed, setTyped] = useState<string>();
  const found = useCompanies(useDebounced(typed ?? "", 120).trim(), typed !== undefined);
  const items = found.data?.items ?? [];
  const name = (typed ?? "").trim();
  const isNew = found.isSuccess && !items.some((item) => item.name.toLowerCase() === name.toLowerCase());
  const options = items.map(({ id, name, sources }) => ({
    key: id,
    content: (
      <>
        {name}
        {sources?.length ? <span className="faint"> {sources.map((source) => source.name).join(", ")}</span> : null}
      </>
    ),
  }));
  if (onCreate && name !== "" && isNew) options.push({ key: "new", content: <>Add “{name}” as a new company</> });

  const choose = (index: number) => {
    const item = items[index];
    if (item) onChange({ id: item.id, name: item.name });
    else onCreate?.(name);
  };
  return (
    <Combobox
      label={label}
      labelHidden={labelHidden}
      error={error}
      chosen={value?.name ?? ""}
      typed={typed}
      onType={setTyped}
      onEdit={(text) => {
        if (text === "" && value) onChange(undefined);
      }}
      opensEmpty
      options={options}
      onChoose={choose}
      none={
        found.isPending
          ? "Looking"
          : found.isError
            ? "The list could not be loaded"
            : name
              ? "No company begins with that"
              : "No companies yet"
      }
      input={{ placeholder, required: required === true && !value }}
    />
  );
}
