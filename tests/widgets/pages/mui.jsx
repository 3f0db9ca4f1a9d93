// SPDX-License-Identifier: GPL-3.0-or-later
//
// Material UI, and its data grid.

import {
  Autocomplete,
  Box,
  Button,
  Card,
  CardContent,
  CardHeader,
  Checkbox,
  Chip,
  Container,
  Dialog,
  DialogContent,
  DialogTitle,
  FormControl,
  FormControlLabel,
  FormHelperText,
  FormLabel,
  Grid,
  InputAdornment,
  InputLabel,
  MenuItem,
  Radio,
  RadioGroup,
  Select,
  Stack,
  Switch,
  TextField,
  Typography,
} from "@mui/material";
import { DataGrid } from "@mui/x-data-grid";
import { draw } from "../react.jsx";
import { is, rows, screen, shownText } from "../screen.js";

// What a text field gets from the state of a field.
const states = (field) => ({
  disabled: is(field, "disabled"),
  required: is(field, "required"),
  error: is(field, "invalid"),
  helperText: is(field, "invalid") ? "This value is not valid." : field.help,
  slotProps: { input: { readOnly: is(field, "readonly") } },
});

function Text({ field, value, set, ...more }) {
  return (
    <TextField
      label={field.label}
      value={value}
      onChange={(event) => set(event.target.value)}
      margin="dense"
      fullWidth
      {...states(field)}
      {...more}
    />
  );
}

function Choice({ field, value, set }) {
  const id = `${field.name}-label`;
  return (
    <FormControl fullWidth margin="dense" disabled={is(field, "disabled")} error={is(field, "invalid")}>
      <InputLabel id={id} shrink>
        {field.label}
      </InputLabel>
      <Select
        labelId={id}
        label={field.label}
        notched
        displayEmpty
        value={value ?? ""}
        readOnly={is(field, "readonly")}
        onChange={(event) => set(event.target.value || null)}
      >
        <MenuItem value="">
          <em>{field.placeholder}</em>
        </MenuItem>
        {field.options.map((one) => (
          <MenuItem key={one} value={one}>
            {one}
          </MenuItem>
        ))}
      </Select>
      {is(field, "invalid") && <FormHelperText>This value is not valid.</FormHelperText>}
    </FormControl>
  );
}

function Reference({ field, value, set }) {
  return (
    <Autocomplete
      options={field.options}
      value={value}
      onChange={(_event, chosen) => set(chosen)}
      disabled={is(field, "disabled")}
      readOnly={is(field, "readonly")}
      renderInput={(props) => (
        <TextField
          {...props}
          label={field.label}
          placeholder={field.placeholder}
          margin="dense"
          error={is(field, "invalid")}
        />
      )}
    />
  );
}

function Choices({ field, value, set }) {
  return (
    <Autocomplete
      multiple
      options={field.options}
      value={value}
      onChange={(_event, chosen) => set(chosen)}
      disabled={is(field, "disabled")}
      readOnly={is(field, "readonly")}
      renderInput={(props) => (
        <TextField {...props} label={field.label} placeholder={value.length ? "" : field.placeholder} margin="dense" />
      )}
    />
  );
}

function Period({ field, value, set }) {
  const unit = (
    <InputAdornment position="end">
      <Select
        variant="standard"
        disableUnderline
        value={value.unit}
        disabled={is(field, "disabled")}
        readOnly={is(field, "readonly")}
        onChange={(event) => set({ ...value, unit: event.target.value })}
        inputProps={{ "aria-label": "Unit" }}
      >
        {field.options.map((one) => (
          <MenuItem key={one} value={one}>
            {one}
          </MenuItem>
        ))}
      </Select>
    </InputAdornment>
  );
  const { slotProps } = states(field);
  return (
    <Text
      field={field}
      type="number"
      value={value.number}
      set={(number) => set({ ...value, number })}
      slotProps={{ input: { ...slotProps.input, endAdornment: unit } }}
    />
  );
}

function Limit({ field, value, set }) {
  const unlimited = (event) => set({ ...value, unlimited: event.target.checked });
  return (
    <Stack direction="row" spacing={2}>
      <Text
        field={field}
        type="number"
        value={value.number}
        disabled={is(field, "disabled") || value.unlimited}
        set={(number) => set({ ...value, number })}
      />
      <FormControlLabel
        sx={{ whiteSpace: "nowrap" }}
        label="No Limit"
        control={<Checkbox checked={value.unlimited} disabled={is(field, "disabled")} onChange={unlimited} />}
      />
    </Stack>
  );
}

function YesNo({ field, value, set }) {
  // A switch and a check box, by turns.
  const Control = field.label.length % 2 ? Switch : Checkbox;
  return (
    <Box>
      <FormControlLabel
        label={field.label}
        control={
          <Control checked={value} disabled={is(field, "disabled")} onChange={(event) => set(event.target.checked)} />
        }
      />
    </Box>
  );
}

function Radios({ field, value, set }) {
  const id = `${field.name}-label`;
  return (
    <FormControl margin="dense" disabled={is(field, "disabled")}>
      <FormLabel id={id}>{field.label}</FormLabel>
      <RadioGroup row aria-labelledby={id} value={value ?? ""} onChange={(event) => set(event.target.value)}>
        {field.options.map((one) => (
          <FormControlLabel key={one} value={one} label={one} control={<Radio />} />
        ))}
      </RadioGroup>
    </FormControl>
  );
}

function View({ fields }) {
  return fields.map((field) => (
    <Grid container key={field.name} spacing={2}>
      <Grid size={4}>
        <Typography color="text.secondary">{field.label}</Typography>
      </Grid>
      <Grid size={8}>
        <Typography>{shownText(field)}</Typography>
      </Grid>
    </Grid>
  ));
}

function Table() {
  const { columns, paged, sorted, filtered, virtual } = screen.table;
  const model = sorted ? [{ field: sorted, sort: "asc" }] : [];
  const filter = filtered ? [{ field: filtered.column, operator: "equals", value: filtered.value }] : [];
  return (
    <Box sx={virtual ? { height: 500 } : {}}>
      {filtered && <Chip label={`${filtered.column}: ${filtered.value}`} onDelete={() => {}} />}
      <DataGrid
        rows={rows()}
        columns={columns.map((name) => ({ field: name, headerName: name, width: 190 }))}
        initialState={{
          pagination: { paginationModel: { pageSize: paged ?? 100 } },
          sorting: { sortModel: model },
          filter: { filterModel: { items: filter } },
        }}
        pageSizeOptions={[25, 50, 100]}
        disableVirtualization={!virtual}
        density="compact"
        checkboxSelection
        getRowClassName={({ id }) => (id === screen.table.struck ? "struck" : "")}
        sx={{ "& .struck": { textDecoration: "line-through" } }}
        label={screen.table.label}
      />
    </Box>
  );
}

window.NEXT = 'button[aria-label="Go to next page"]';
draw({
  Page: ({ heading, children }) => (
    <Container component="main">
      <Typography variant="h4" component="h1" gutterBottom>
        {heading}
      </Typography>
      {children}
    </Container>
  ),
  Section: ({ name, children }) => (
    <Card variant="outlined" sx={{ mb: 2 }}>
      {name && <CardHeader title={name} />}
      <CardContent>{children}</CardContent>
    </Card>
  ),
  Save: () => (
    <Button type="submit" variant="contained">
      Save
    </Button>
  ),
  Dialog: ({ title, text }) => (
    <Dialog open>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent>{text}</DialogContent>
    </Dialog>
  ),
  fields: {
    text: Text,
    number: (props) => <Text type="number" {...props} />,
    choice: Choice,
    reference: Reference,
    choices: Choices,
    period: Period,
    limit: Limit,
    yesno: YesNo,
    radio: Radios,
  },
  View,
  Table,
});
