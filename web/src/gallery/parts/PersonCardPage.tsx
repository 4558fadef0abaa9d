import { PersonCard } from "../../ui/PersonCard";

export function PersonCardPage() {
  return (
    <div className="stack">
      <div className="card pad">
        <PersonCard
          name="Bartholomew Featherstonehaugh-Cholmondeley the Younger"
          company="Lakeside Realty 34"
          line="b•••@lakeside.example"
          shield="ok"
          status={<span className="tone-ok">Mobile proven on this call, 2 min ago</span>}
        >
          <button type="button">Verify</button>
        </PersonCard>
      </div>
      <div className="card pad">
        <PersonCard
          name="نور الهاشمي"
          company="Northwind Dental"
          line="also at Harbor Logistics"
          shield="off"
          status="Not verified"
        />
      </div>
    </div>
  );
}
