import type { ComponentType } from "react";
import { ActivityPage } from "./parts/ActivityPage";
import { CalendarPage } from "./parts/CalendarPage";
import { CommandMenuPage } from "./parts/CommandMenuPage";
import { DataTablePage } from "./parts/DataTablePage";
import { DiffPage } from "./parts/DiffPage";
import { DrawerPage } from "./parts/DrawerPage";
import { FilterBarPage } from "./parts/FilterBarPage";
import { MeterPage } from "./parts/MeterPage";
import { PersonCardPage } from "./parts/PersonCardPage";
import { SecretPage } from "./parts/SecretPage";
import { StepperPage } from "./parts/StepperPage";
import { TabsPage } from "./parts/TabsPage";
import { TypeTheNamePage } from "./parts/TypeTheNamePage";
import { UndoToastPage } from "./parts/UndoToastPage";

/** The pages of the gallery by the name in their address. */
export const pages: Record<string, ComponentType> = {
  "data-table": DataTablePage,
  "filter-bar": FilterBarPage,
  "command-menu": CommandMenuPage,
  tabs: TabsPage,
  drawer: DrawerPage,
  calendar: CalendarPage,
  stepper: StepperPage,
  meter: MeterPage,
  diff: DiffPage,
  "undo-toast": UndoToastPage,
  activity: ActivityPage,
  secret: SecretPage,
  "person-card": PersonCardPage,
  "type-the-name": TypeTheNamePage,
};
