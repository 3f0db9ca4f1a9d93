// SPDX-License-Identifier: GPL-3.0-or-later
//
// Angular Material, compiled in the browser.

import "@angular/compiler";
import { NgTemplateOutlet } from "@angular/common";
import {
  ChangeDetectorRef,
  Component,
  inject,
  provideZonelessChangeDetection,
  ViewChild,
  ViewEncapsulation,
} from "@angular/core";
import { FormsModule } from "@angular/forms";
import { MatButtonModule } from "@angular/material/button";
import { MatCardModule } from "@angular/material/card";
import { MatCheckboxModule } from "@angular/material/checkbox";
import { MatDialog, MatDialogModule } from "@angular/material/dialog";
import { MatInputModule } from "@angular/material/input";
import { MatPaginator, MatPaginatorModule } from "@angular/material/paginator";
import "@angular/material/prebuilt-themes/azure-blue.css";
import { MatRadioModule } from "@angular/material/radio";
import { MatSelectModule } from "@angular/material/select";
import { MatSortModule } from "@angular/material/sort";
import { MatTableDataSource, MatTableModule } from "@angular/material/table";
import { bootstrapApplication } from "@angular/platform-browser";
import { initialValues, is, ready, save, screen, sections, setDependent, shownText } from "../screen.js";

const INPUT = `[disabled]="is(field, 'disabled')" [readonly]="is(field, 'readonly')" [errorStateMatcher]="matcher(field)"`;
const SELECT = `[disabled]="isFixed(field)" [errorStateMatcher]="matcher(field)"`;
const OPTIONS = `@for (one of field.options; track one) { <mat-option [value]="one">{{ one }}</mat-option> }`;
const ERROR = "@if (field.help) { <mat-hint>{{ field.help }}</mat-hint> } <mat-error>Not allowed.</mat-error>";
const NUMBER = `matInput type="number" [ngModel]="values[field.name].number" (ngModelChange)="values[field.name].number = asText($event)"`;

/** The controls of a field, by its type; without a readonly for those that have none. */
const TEMPLATE = `
<ng-template #edit let-field>
  @switch (field.type) {
    @case ("yesno") {
      <p><mat-checkbox [(ngModel)]="values[field.name]" [disabled]="isFixed(field)">{{ field.label }}</mat-checkbox></p>
    }
    @case ("radio") {
      <p><label [id]="field.name">{{ field.label }}</label>
        <mat-radio-group [attr.aria-labelledby]="field.name" [(ngModel)]="values[field.name]" [disabled]="isFixed(field)">
          @for (one of field.options; track one) { <mat-radio-button [value]="one">{{ one }}</mat-radio-button> }
        </mat-radio-group></p>
    }
    @case ("period") {
      <div class="pair">
        <mat-form-field><mat-label>{{ field.label }}</mat-label><input ${NUMBER} ${INPUT}>${ERROR}</mat-form-field>
        <mat-form-field><mat-label>Unit</mat-label>
          <mat-select [(ngModel)]="values[field.name].unit" ${SELECT}>${OPTIONS}</mat-select></mat-form-field>
      </div>
    }
    @case ("limit") {
      <div class="pair">
        <mat-form-field><mat-label>{{ field.label }}</mat-label>
          <input ${NUMBER} ${INPUT.replace("is(", "values[field.name].unlimited || is(")}>${ERROR}</mat-form-field>
        <mat-checkbox [(ngModel)]="values[field.name].unlimited" [disabled]="isFixed(field)">No Limit</mat-checkbox>
      </div>
    }
    @case ("text") {
      <mat-form-field><mat-label>{{ field.label }}</mat-label><input matInput [(ngModel)]="values[field.name]" ${INPUT}>${ERROR}</mat-form-field>
    }
    @default {
      <mat-form-field><mat-label>{{ field.label }}</mat-label>
        <mat-select [(ngModel)]="values[field.name]" (ngModelChange)="changed(field, $event)" [placeholder]="field.placeholder" [multiple]="field.type === 'choices'" ${SELECT}>${OPTIONS}</mat-select>
        ${ERROR}</mat-form-field>
    }
  }
</ng-template>
<ng-template #view let-field><div class="pair"><span>{{ field.label }}</span><span>{{ shownText(field) }}</span></div></ng-template>
<ng-template #dialog><h2 mat-dialog-title>{{ screen.dialog.title }}</h2><mat-dialog-content>{{ screen.dialog.text }}</mat-dialog-content></ng-template>

<h1>{{ screen.heading }}</h1>
@for (section of sections; track section[0]) {
  <mat-card>
    @if (section[0]) { <mat-card-header><mat-card-title>{{ section[0] }}</mat-card-title></mat-card-header> }
    <mat-card-content>
      @for (field of section[1]; track field.name) {
        <ng-container [ngTemplateOutlet]="screen.view ? view : edit" [ngTemplateOutletContext]="{ $implicit: field }" />
      }
    </mat-card-content>
  </mat-card>
}
@if (screen.table; as shown) {
  @if (shown.filtered) {
    <mat-form-field><mat-label>Filter</mat-label>
      <input matInput [ngModel]="shown.filtered.value" (ngModelChange)="source.filter = $event"></mat-form-field>
  }
  <table mat-table [dataSource]="source" matSort [matSortActive]="shown.sorted ?? ''" [matSortDirection]="shown.sorted ? 'asc' : ''">
    @for (name of shown.columns; track name) {
      <ng-container [matColumnDef]="name">
        <th mat-header-cell *matHeaderCellDef mat-sort-header>{{ name }}</th>
        <td mat-cell *matCellDef="let row">{{ row[shown.columns.indexOf(name)] }}</td>
      </ng-container>
    }
    <tr mat-header-row *matHeaderRowDef="shown.columns; sticky: true"></tr>
    <tr mat-row *matRowDef="let row; let at = index; columns: shown.columns" [style.text-decoration]="at === shown.struck ? 'line-through' : ''"></tr>
  </table>
  <mat-paginator [pageSize]="shown.paged ?? 100" [pageSizeOptions]="[25, 50, 100]" showFirstLastButtons aria-label="Select page" />
}
@if (!screen.view) { <button mat-flat-button (click)="save(values)">Save</button> }`;

class Page {
  dialogs = inject(MatDialog);
  drawing = inject(ChangeDetectorRef);
  screen = screen;
  sections = screen.table ? [] : sections();
  values = initialValues();
  source = new MatTableDataSource(screen.table?.rows ?? []);
  is = is;
  save = save;
  shownText = shownText;

  ngAfterViewInit() {
    this.source.paginator = this.paginator ?? null;
    if (screen.table?.filtered) this.source.filter = screen.table.filtered.value.toLowerCase();
    if (screen.dialog) this.dialogs.open(this.dialog);
    window.NEXT = ".mat-mdc-paginator-navigation-next";
    setTimeout(ready, 300);
  }

  changed = (field, value) =>
    setDependent(field.name, value, (list) => {
      this.values[list.name] = null;
      this.drawing.markForCheck();
    });
  asText = (number) => (number === null ? "" : String(number));
  isFixed = (field) => is(field, "disabled") || is(field, "readonly");
  matcher = (field) => ({ isErrorState: () => is(field, "invalid") });
}

const modules = [FormsModule, MatButtonModule, MatCardModule, MatCheckboxModule, MatDialogModule, MatInputModule];
ViewChild(MatPaginator)(Page.prototype, "paginator");
ViewChild("dialog")(Page.prototype, "dialog");
const Compiled = Component({
  selector: "#root",
  template: TEMPLATE,
  styles: ".pair { display: flex; gap: 1em } mat-card { margin: 1em 0 }",
  encapsulation: ViewEncapsulation.None,
  imports: [
    ...modules,
    MatPaginatorModule,
    MatRadioModule,
    MatSelectModule,
    MatSortModule,
    MatTableModule,
    NgTemplateOutlet,
  ],
})(Page);

bootstrapApplication(Compiled, { providers: [provideZonelessChangeDetection()] });
