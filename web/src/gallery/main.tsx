import "@fontsource-variable/inter/wght.css";
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  RouterProvider,
  useParams,
} from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../theme/tokens.css";
import "../theme/base.css";
import "../ui/ui.css";
import "../ui/screen.css";
import "../ui/list.css";
import { Toasts } from "../ui/Toasts";
import "./gallery.css";
import { pages } from "./pages";

/** Every part of the screens on a page of its own. Browser tests walk through it; the product does not hold it. */
function Frame() {
  return (
    <div className="gallery">
      <nav aria-label="Parts">
        {Object.keys(pages).map((name) => (
          <Link key={name} to={`/parts/${name}` as string}>
            {name}
          </Link>
        ))}
      </nav>
      <main>
        <Outlet />
      </main>
    </div>
  );
}

function Part() {
  const { name } = useParams({ strict: false }) as { name: string };
  const Page = pages[name];
  return (
    <section className="stack wide">
      <h1>{name}</h1>
      {Page && <Page />}
    </section>
  );
}

const root = createRootRoute({ component: Frame });
const part = createRoute({ getParentRoute: () => root, path: "parts/$name", component: Part });
const gallery = createRouter({ routeTree: root.addChildren([part]) });

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Toasts>
      <RouterProvider router={gallery as never} />
    </Toasts>
  </StrictMode>,
);
