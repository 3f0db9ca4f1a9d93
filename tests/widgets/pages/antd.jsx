// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ant Design, whose own words are German here.

import {
  Button,
  Card,
  Checkbox,
  ConfigProvider,
  Descriptions,
  Form,
  Input,
  InputNumber,
  Layout,
  Modal,
  Radio,
  Select,
  Space,
  Switch,
  Table,
  Tag,
  Typography,
} from "antd";
import language from "antd/locale/de_DE";
import { draw } from "../react.jsx";
import { is, rows, screen, shownText } from "../screen.js";

function Item({ field, children, isShared }) {
  return (
    <Form.Item
      label={field.label}
      tooltip={field.help}
      htmlFor={isShared ? undefined : field.name}
      required={is(field, "required")}
      validateStatus={is(field, "invalid") ? "error" : undefined}
      help={is(field, "invalid") ? "This value is not valid." : undefined}
    >
      {children}
    </Form.Item>
  );
}

const states = (field) => ({ id: field.name, disabled: is(field, "disabled") });

function Text({ field, value, set }) {
  return (
    <Item field={field}>
      <Input
        {...states(field)}
        readOnly={is(field, "readonly")}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </Item>
  );
}

function Numbered({ field, value, set }) {
  return (
    <Item field={field}>
      <InputNumber {...states(field)} stringMode value={value || null} onChange={(given) => set(given ?? "")} />
    </Item>
  );
}

function Choice({ field, value, set, ...more }) {
  return (
    <Item field={field}>
      <Select
        {...states(field)}
        {...(is(field, "readonly") ? { open: false } : {})}
        value={value}
        placeholder={field.placeholder}
        options={field.options.map((one) => ({ value: one, label: one }))}
        onChange={(chosen) => set(chosen ?? null)}
        {...more}
      />
    </Item>
  );
}

function Period({ field, value, set }) {
  return (
    <Item field={field}>
      <Space.Compact>
        <InputNumber
          {...states(field)}
          stringMode
          readOnly={is(field, "readonly")}
          value={value.number || null}
          onChange={(number) => set({ ...value, number: number ?? "" })}
        />
        <Select
          value={value.unit}
          disabled={is(field, "disabled")}
          {...(is(field, "readonly") ? { open: false } : {})}
          options={field.options.map((one) => ({ value: one, label: one }))}
          onChange={(unit) => set({ ...value, unit })}
          style={{ width: 120 }}
        />
      </Space.Compact>
    </Item>
  );
}

function Limit({ field, value, set }) {
  return (
    <Item field={field}>
      <Space>
        <InputNumber
          {...states(field)}
          stringMode
          disabled={is(field, "disabled") || value.unlimited}
          readOnly={is(field, "readonly")}
          value={value.number || null}
          onChange={(number) => set({ ...value, number: number ?? "" })}
        />
        <Checkbox
          checked={value.unlimited}
          disabled={is(field, "disabled")}
          onChange={(event) => set({ ...value, unlimited: event.target.checked })}
        >
          No Limit
        </Checkbox>
      </Space>
    </Item>
  );
}

function YesNo({ field, value, set }) {
  // A switch, which shows its words, and a check box, by turns.
  if (field.label.length % 2) {
    return (
      <Item field={field}>
        <Switch {...states(field)} checked={value} onChange={set} checkedChildren="Yes" unCheckedChildren="No" />
      </Item>
    );
  }
  return (
    <Form.Item>
      <Checkbox {...states(field)} checked={value} onChange={(event) => set(event.target.checked)}>
        {field.label}
      </Checkbox>
    </Form.Item>
  );
}

function Radios({ field, value, set }) {
  return (
    <Item field={field} isShared>
      <Radio.Group
        disabled={is(field, "disabled")}
        options={field.options}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </Item>
  );
}

function View({ fields }) {
  const items = fields.map((field) => ({ key: field.name, label: field.label, children: shownText(field) }));
  return <Descriptions bordered column={1} items={items} />;
}

function Grid() {
  const { columns, paged, sorted, filtered, virtual } = screen.table;
  const column = (name) => ({
    title: name,
    dataIndex: name,
    key: name,
    width: 180,
    sorter: (one, other) => one[name].localeCompare(other[name]),
    defaultSortOrder: name === sorted ? "ascend" : undefined,
    ...(name === "Loan Policy" ? { render: (text) => <a href="#policy">{text}</a> } : {}),
    ...(name === filtered?.column
      ? {
          filters: [{ text: filtered.value, value: filtered.value }],
          defaultFilteredValue: [filtered.value],
          onFilter: (value, row) => row[name] === value,
        }
      : {}),
  });
  return (
    <>
      {filtered && (
        <Tag closable>
          {filtered.column}: {filtered.value}
        </Tag>
      )}
      <Table
        columns={[
          ...columns.map(column),
          { title: "Aktion", key: "action", width: 100, render: () => <a href="#edit">Bearbeiten</a> },
        ]}
        onRow={({ id }) => ({ style: id === screen.table.struck ? { textDecoration: "line-through" } : {} })}
        dataSource={rows()}
        rowKey="id"
        size="small"
        pagination={paged ? { defaultPageSize: paged, showSizeChanger: true } : false}
        virtual={virtual}
        scroll={virtual ? { x: 1080, y: 400 } : undefined}
      />
    </>
  );
}

window.NEXT = ".ant-pagination-next button";
draw({
  Page: ({ heading, children }) => (
    <ConfigProvider locale={language}>
      <Layout.Content style={{ padding: 24 }}>
        <Typography.Title>{heading}</Typography.Title>
        {children}
      </Layout.Content>
    </ConfigProvider>
  ),
  Section: ({ name, children }) => (
    <Card title={name || undefined} style={{ marginBottom: 16 }}>
      {children}
    </Card>
  ),
  Save: () => (
    <Button type="primary" htmlType="submit">
      Save
    </Button>
  ),
  Dialog: ({ title, text }) => (
    <Modal open title={title}>
      {text}
    </Modal>
  ),
  fields: {
    text: Text,
    number: Numbered,
    choice: Choice,
    reference: (props) => <Choice showSearch allowClear {...props} />,
    choices: (props) => <Choice mode="multiple" {...props} />,
    period: Period,
    limit: Limit,
    yesno: YesNo,
    radio: Radios,
  },
  View,
  Table: Grid,
});
