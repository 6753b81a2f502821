"""Solves a free-format MPS file with OR-Tools CP-SAT or with SCIP, and writes down what came of it as JSON.

    solve.py cp-sat|scip MODEL.mps GAP SECONDS THREADS ANSWER.json

Times count from when the solver has the model; reading it isn't counted. All numbers of the file must be whole, and every
column must have bounds, as `onward export --mps` writes them. CP-SAT knows whole columns only: the others in these files are
whole by themselves in some best solution.
"""

import json
import resource
import sys
import time


def read_mps(path):
    """Columns (name, cost, lower, upper) and rows (lower, upper, columns, factors) of a file with whole numbers."""
    rows, row_of, columns, column_of = [], {}, [], {}
    section, objective = None, None
    with open(path, encoding="ascii") as file:
        for line in file:
            if line.startswith("*") or not line.strip():
                continue
            words = line.split()
            if not line[0].isspace():
                section = words[0]
            elif section == "ROWS":
                kind, name = words
                if kind == "N":
                    objective = name
                    continue
                row_of[name] = len(rows)
                rows.append({"kind": kind, "side": 0, "range": None, "columns": [], "factors": []})
            elif section == "COLUMNS":
                if words[1] == "'MARKER'":
                    continue
                name, row, factor = words
                if name not in column_of:
                    column_of[name] = len(columns)
                    columns.append({"name": name, "cost": 0, "lower": 0, "upper": None})
                if row == objective:
                    columns[column_of[name]]["cost"] = int(factor)
                else:
                    rows[row_of[row]]["columns"].append(column_of[name])
                    rows[row_of[row]]["factors"].append(int(factor))
            elif section == "RHS":
                rows[row_of[words[1]]]["side"] = int(words[2])
            elif section == "RANGES":
                rows[row_of[words[1]]]["range"] = int(words[2])
            elif section == "BOUNDS":
                kind, _, name, value = words
                column = columns[column_of[name]]
                if kind in ("LO", "FX"):
                    column["lower"] = int(value)
                if kind in ("UP", "FX"):
                    column["upper"] = int(value)
    return columns, rows


class Trace:
    """When which total and which bound stood, in minor units."""

    def __init__(self):
        self.points = []
        self.started = time.monotonic()

    def note(self, total, bound):
        point = [None if total is None else float(total), None if bound is None else float(bound)]
        if not self.points or self.points[-1][1:] != point:
            self.points.append([time.monotonic() - self.started, *point])


def cp_sat(path, gap, seconds, threads):
    import ortools
    from ortools.sat.python import cp_model

    columns, rows = read_mps(path)
    model = cp_model.CpModel()
    variables = [model.new_int_var(c["lower"], c["upper"], "") for c in columns]
    for row in rows:
        total = cp_model.LinearExpr.weighted_sum([variables[c] for c in row["columns"]], row["factors"])
        if row["kind"] == "E":
            model.add(total == row["side"])
        elif row["kind"] == "L":
            model.add(total <= row["side"])
        else:
            model.add(total >= row["side"])
            if row["range"] is not None:
                model.add(total <= row["side"] + row["range"])
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, [c["cost"] for c in columns]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.relative_gap_limit = gap
    solver.parameters.random_seed = 0
    trace = Trace()
    best = {"total": None, "bound": None}

    class Found(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self):
            best["total"] = self.objective_value
            trace.note(best["total"], best["bound"])

    def raised(bound):
        best["bound"] = bound
        trace.note(best["total"], bound)

    solver.best_bound_callback = raised
    trace.started = time.monotonic()
    status = solver.solve(model, Found())
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = {c["name"]: solver.value(v) for c, v in zip(columns, variables)} if found else None
    return {
        "version": f"OR-Tools {ortools.__version__} CP-SAT",
        "trace": trace,
        "total": solver.objective_value if found else None,
        "bound": solver.best_objective_bound,
        "reached": status == cp_model.OPTIMAL,
        "values": values,
    }


def scip(path, gap, seconds, _threads):
    import pyscipopt
    from pyscipopt import SCIP_EVENTTYPE, Eventhdlr

    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(path)
    model.setParam("limits/time", seconds)
    model.setParam("limits/gap", gap)
    # The limit is by the clock.
    model.setParam("timing/clocktype", 2)
    trace = Trace()
    infinity = model.infinity()

    def known(value):
        return value if abs(value) < infinity else None

    class Watch(Eventhdlr):
        events = SCIP_EVENTTYPE.BESTSOLFOUND | SCIP_EVENTTYPE.FIRSTLPSOLVED | SCIP_EVENTTYPE.NODESOLVED

        def eventinit(self):
            self.model.catchEvent(self.events, self)

        def eventexit(self):
            self.model.dropEvent(self.events, self)

        def eventexec(self, event):
            trace.note(known(self.model.getPrimalbound()), known(self.model.getDualbound()))

    model.includeEventhdlr(Watch(), "watch", "notes totals and bounds")
    trace.started = time.monotonic()
    model.optimize()
    best = model.getBestSol() if model.getNSols() else None
    values = {v.name: model.getSolVal(best, v) for v in model.getVars()} if best is not None else None
    return {
        "version": f"SCIP {model.version()} (PySCIPOpt {pyscipopt.__version__})",
        "trace": trace,
        "total": model.getPrimalbound() if best is not None else None,
        "bound": known(model.getDualbound()),
        "reached": model.getStatus() in ("optimal", "gaplimit"),
        "values": values,
    }


def main():
    solver, path, gap, seconds, threads, answer = sys.argv[1:]
    came = {"cp-sat": cp_sat, "scip": scip}[solver](path, float(gap), float(seconds), int(threads))
    trace = came.pop("trace")
    trace.note(came["total"], came["bound"])
    came["trace"] = trace.points
    came["seconds"] = time.monotonic() - trace.started
    came["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if came["values"] is not None:
        came["values"] = {name: value for name, value in came["values"].items() if abs(value) > 1e-9}
    with open(answer, "w", encoding="ascii") as file:
        json.dump(came, file)


main()
